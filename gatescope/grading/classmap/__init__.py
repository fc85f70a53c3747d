"""The misconception map: one page for the teacher of what a class believes.

`values` reads what strangers wrote, `collect` finds the submissions, `reports`, `guesses` and
`answers` read one notebook, `misconceptions`, `predicted` and `items` count over the class, `drawing`
draws, `page` writes. Nothing of a submission is executed.
"""
