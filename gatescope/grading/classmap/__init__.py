"""The misconception map: one page for the teacher of what a class believes.

`values` reads what strangers wrote, `reports`, `guesses` and `answers` read one notebook, `collect`
finds the submissions; `misconceptions`, `predicted` and `items` count over the class; `drawing`,
`style`, `wording` and `page` make the page from `templates`, and `write` puts it into the course folder.
Nothing of a submission is executed.
"""
