// What the gate (`make test`) runs of each suite; `make test-all` runs every test. A new test is in the
// gate unless a list says otherwise: `without` names what only the night runs, `only` all that the gate
// runs of a suite in which a test takes seconds. Names are those of the tools: files below the suite's
// folder, pytest's node ids, titles of Playwright. `npm run test:unit -- gate` finds those that name nothing.
//
// Rule: what is known by the cheapest test that proves it, once. At night: other hosts and programs,
// combinations, random programs, whole courses, soak.

export const gate = {
  unit: {
    without: [
      // Tutorials and docs run as programs.
      'engine/refusals',
      'engine/tutorials',
      'engine/documentation',
      'engine/properties',
      // Drawn exercises and answers; the answers' own references.
      'exercises/answers/drawnAnswers',
      'exercises/answers/drawnWeights',
      'exercises/answers/references',
      'exercises/check/step',
      'exercises/clinic/plantFault',
      // One network through other kernels, at its limits, in threads.
      'engine/cells/extremes',
      'engine/compiler/compiledSequence',
      'engine/compiler/randomSteps',
      'engine/fused/multiply',
      'engine/fused/network',
      'engine/layers/layers',
      'engine/models/lengthBuckets',
      'engine/models/tooLong',
      'engine/models/tracedPass',
      'engine/run/recordedCell',
      'engine/run/changedRun',
      'engine/seq2seq/encoderDecoder',
      'engine/study/searchInThreads',
      'engine/tensor/orthonormalColumns',
      'engine/training/resume',
      'engine/analysis/analysis',
      'engine/examples',
      'engine/fused/training',
      'engine/layers/inferred',
      'engine/study/bootstrap',
      'kernel/node/judge',
      'trace/appendHistory',
      'trace/schemaFault',
      'engine/fused/allPadding',
      'engine/fused/extremes',
      'engine/kernels/memory',
      'node/trainingThreads',
      'play/code',
      'play/network',
      'scripts/claims',
      'scripts/setVersion',
      // Views on long, broken or many runs.
      'kernel/core/live/viewRoundTrip',
      'kernel/node/marking',
      'widgets/describe/describe',
      'widgets/ownTime',
      'widgets/severalOutputs',
      'widgets/trace/brokenRun',
      'widgets/trace/thinnedRun',
      'widgets/unitOfTime'
    ]
  },
  parity: { without: ['programs'] },
  kernel: {
    without: [
      'test_code_of_docs.py',
      'test_idle.py',
      'test_lessons_in_pages.py',
      'test_page.py',
      'test_nodes.py',
      'test_search.py',
      'test_soak.py',
      'test_cells.py::test_random_programs_cut_into_cells_print_what_they_print_in_one_piece',
      'test_check.py::test_a_check_is_stopped_when_asked_to',
      'test_check.py::test_a_loop_costs_the_test_that_it_is_in_and_no_other',
      'test_check.py::test_a_stray_error_does_not_end_a_test_that_awaits',
      'test_check.py::test_a_test_run_as_a_cell_does_not_judge_the_answer_of_before',
      'test_check.py::test_an_answer_earns_what_its_functions_are_worth',
      'test_check.py::test_an_answer_that_changes_the_checks_earns_nothing_by_it[P',
      'test_check.py::test_an_answer_that_changes_the_checks_earns_nothing_by_it[c',
      'test_check.py::test_an_answer_that_changes_the_checks_earns_nothing_by_it[(',
      'test_check.py::test_an_answer_that_changes_the_checks_earns_nothing_by_it[t',
      'test_check.py::test_kernel_and_check_keep_what_is_compiled_of_each_apart',
      'test_check.py::test_lists_without_end_are_stopped',
      'test_check.py::test_promises_functions_and_errors_pass_between_an_answer_and_its_tests',
      'test_check.py::test_the_last_line_of_a_test_is_credit_only_within_its_points[NaN',
      'test_check.py::test_the_last_line_of_a_test_is_credit_only_within_its_points[-1',
      'test_check.py::test_the_last_line_of_a_test_is_credit_only_within_its_points[false',
      'test_check.py::test_the_last_line_of_a_test_is_credit_only_within_its_points[true',
      'test_check.py::test_the_last_line_of_a_test_is_credit_only_within_its_points[1.5',
      'test_check.py::test_the_processes_of_the_next_check_wait_for_it_and_end_in_vain',
      'test_check.py::test_the_surroundings_say_how_long_an_answer_may_take',
      'test_check.py::test_typed_arrays_without_end_are_stopped_before_the_machine_has_no_memory',
      'test_check.py::test_types_without_end_are_told_and_the_kernel_goes_on',
      'test_errors.py::test_types_without_end_are_told_and_the_kernel_goes_on',
      'test_interrupt.py::test_interrupts_at_any_moment_leave_every_cell_answered',
      'test_live.py::test_a_fit_on_a_last_line_is_shown_once',
      'test_live.py::test_the_code_that_views_offer_runs_in_a_fresh_kernel_as_it_stands',
      'test_malformed.py::test_huge_messages_are_taken',
      'test_output.py::test_endless_displays_are_cut_with_a_notice_and_fill_no_memory',
      'test_output.py::test_memory_is_bounded_while_a_cell_prints_without_end',
      'test_copied_code.py',
      'test_interrupt.py::test_many_interrupts_in_a_row_are_one',
      'test_live.py::test_the_model_takes_the_weights_of_an_epoch_and_back',
      'test_live.py::test_a_check_that_cannot_run_says_why',
      'test_live.py::test_a_comparison_carries_scores_on_held_out_data',
      'test_output.py::test_a_data_set_is_shown_and_explained_like_a_table',
      'test_output.py::test_console_formats_as_node_does',
      'test_output.py::test_levels_can_be_told_apart',
      'test_output.py::test_timers_print_in_a_line',
      'test_output.py::test_what_is_written_to_a_stream_is_printed_as_it_stands',
      'test_race.py::test_a_race_that_goes_on_is_waited_for_and_interrupted_by_the_cell_that_shows_it',
      'test_race.py::test_a_race_on_a_last_line_is_shown_once_and_waited_for',
      'test_output.py::test_output_stays_below_the_rates_of_the_server',
      'test_output.py::test_values_of_the_library_print_as_a_person_would_want',
      'test_cells.py::test_a_cell_shows_nothing_of_how_it_is_run',
      'test_process.py::test_a_kernel_ends_with_the_server_that_started_it',
      'test_process.py::test_a_killed_kernel_can_be_started_again',
      'test_process.py::test_a_port_that_is_taken_is_named_and_the_kernel_ends',
      'test_process.py::test_compiled_code_is_kept_for_the_next_start'
    ]
  },
  python: {
    without: [
      // Packages are built and installed.
      'test_npm_package.py',
      'test_views_wheel.py',
      'test_vsix.py',
      'test_wheel.py',
      // The pages of the docs are built; JupyterHub is there.
      'test_api_pages.py',
      // Of the lessons as pages three are asked before.
      ...['[04', '[05', '[06', '[07', '[08', '[09', '[1'].map(
        lesson =>
          `test_exporting.py::test_a_lesson_as_a_page_keeps_its_folds_shut_and_its_keys_back${lesson}`
      ),
      'test_docs.py::test_the_settings_that_pages_give_are_known_where_they_go',
      'test_class_image.py::test_the_server_starts_with_the_lessons_in_the_home_of_the_student',
      'test_cli.py::test_its_page_alone_begins_with_the_lessons_and_asks_nothing_about_news',
      'test_grading.py::test_a_submission_that_eats_memory_is_ended',
      'test_grading.py::test_a_submission_that_never_ends_is_ended',
      'test_grading.py::test_stderr_of_a_submission_costs_no_marks',
      'test_late.py::test_more_time_for_one_student_as_the_page_has_it',
      'test_marks_on_disk.py::test_nothing_is_lost_or_doubled',
      'test_nbgrader_metadata.py::test_nbgrader_makes_the_students_version_of_every_lesson',
      'test_other_systems.py::test_no_module_needs_what_only_unix_has'
    ]
  },
  models: {
    without: [
      // Programs in processes of their own, for each back end of Keras; the zoo; whole notebooks.
      'test_compatibility.py',
      'test_engine.py',
      'test_jax_attention.py',
      'test_jax_cells.py',
      'test_keras.py',
      'test_keras_calls.py',
      'test_keras_cells.py',
      'test_learn_page.py',
      'test_own_model_notebooks.py',
      'test_play_code.py',
      'test_recorded_loops.py',
      'test_which_unit_notebook.py',
      'test_written_cells.py',
      'test_batch_mistakes.py',
      // JAX compiles for seconds: of what it has in common with Keras the gate asks Keras.
      'test_certain.py::test_a_flax_module_that_carries_its_state_has_no_dropout_by_that',
      'test_first_hour.py::test_a_script_module_runs_as_a_plain_one_where_the_error_says_how',
      'test_gradient_flow.py::test_a_loss_over_every_step_is_followed_from_one_answer[jax_runs',
      'test_health.py::test_a_watch_that_goes_on_says_what_one_says_that_never_stopped[1000',
      'test_health.py::test_keras_and_flax_are_checked_alike[jax',
      'test_samples.py::test_keras_and_flax_are_seen_and_clamped_alike[jax',
      'test_jax.py::test_weights_have_their_gradients_by_gate_whatever_the_activations[O',
      'test_bundles.py::test_a_saved_picture_gives_no_number_of_a_gate_at_padding',
      'test_flow_norms.py::test_no_matrix_of_a_step_is_kept_for_a_long_sequence_of_a_wide_layer',
      'test_jax.py::test_a_flax_model_is_seen_as_it_runs[LSTMCell-True',
      'test_jax.py::test_a_flax_model_is_seen_as_it_runs[O',
      'test_jax.py::test_a_flax_model_is_seen_as_it_runs[G',
      'test_jax.py::test_each_call_of_an_rnn_is_seen_by_its_own_name',
      'test_changed_states.py::test_a_cell_of_flax_in_a_loop_is_given_what_the_loop_made_of_its_state',
      'test_notebook.py::test_a_result_is_drawn_once',
      'test_renderers.py::test_marimo_draws_what_show_drew_once',
      'test_torch_batches.py::test_a_trace_does_not_import_the_compiler'
    ]
  },
  lessons: {
    only: [
      'test_authoring.py::test_mistakes_of_another_form_are_named',
      'test_authoring.py::test_points_that_are_no_number_are_refused',
      'test_authoring.py::test_two_exercises_that_ask_for_one_name_are_a_fault',
      'test_authoring.py::test_what_an_answer_cannot_need_is_refused',
      'test_changed_from_within.py::test_a_right_step_is_right_beside_such_code',
      'test_changed_from_within.py::test_nor_does_a_network_of_the_library',
      'test_drawn_cases.py::test_a_seed_that_is_none_is_named',
      'test_drawn_cases.py::test_a_table_of_the_fixed_cases_earns_nothing',
      'test_drawn_exercises.py::test_a_name_that_is_none_is_refused',
      'test_examples.py::test_an_example_has_all_its_parts',
      'test_exercises.py::test_every_exercise_has_three_right_and_three_careless_answers',
      'test_exercises.py::test_the_solution_gets_all_points',
      'test_new_lesson.py::test_it_keeps_the_rules',
      'test_new_lesson.py::test_what_is_to_be_written_is_found',
      'test_rules.py',
      'test_scores_page.py::test_the_page_names_every_scored_notebook',
      'test_second_library.py::test_behind_the_wall_no_way_leads_to_a_second_library',
      'test_twins.py::test_every_piece_of_python_in_a_lesson_is_run',
      'test_twins.py::test_the_card_is_one_click_away_in_every_lesson',
      'test_wall.py::test_a_node_on_which_no_answer_begins_is_named_before_anybody_is_marked',
      'test_wall.py::test_a_wall_that_could_not_be_made_is_told_with_its_reason',
      'test_wall.py::test_both_machines_refuse_the_same_kinds_of_calls',
      'test_wall.py::test_every_call_that_reaches_another_process_is_refused',
      'test_wall.py::test_node_does_not_become_another_program',
      'test_wall.py::test_node_runs_and_reaches_nothing',
      'test_wall.py::test_the_library_is_never_where_the_program_looks_for_its_pipes',
      'test_wall.py::test_what_breaks_the_marking_of_one_answer_changes_no_mark_of_the_next',
      // The ledger's stored rows; its small cells are trained at night.
      ...[
        'a_claim_holds_on_its_stored_rows',
        'a_claim_stands_in_its_lesson_word_for_word',
        'a_sweep_is_whole_with_ten_seeds_and_twice_the_budget',
        'each_shown_claim_is_marked_behind_its_sentence',
        'every_file_of_the_ledger_is_of_a_lesson_and_claims_something',
        'every_judged_sentence_still_stands_in_its_lesson',
        'what_rests_on_the_seeds_of_a_lesson_says_so',
        'the_page_is_what_the_ledger_says',
        'the_page_tells_each_row_at_the_rate_that_is_best_for_its_measure',
        'what_notebooks_show_of_a_claim_is_what_the_ledger_says',
        'what_wants_a_control_is_in_the_ledger_or_was_read_by_a_person'
      ].map(name => `test_claims.py::test_${name}`),
      // All lessons as they are written; one as it runs.
      ...[
        'a_lesson_has_all_its_parts',
        'a_lesson_is_kept_without_outputs_and_with_names_for_its_cells',
        'every_notebook_is_a_lesson',
        'every_picture_has_its_notebook',
        'no_exercise_has_the_id_of_another',
        'the_flashcards_in_the_text_are_those_of_the_panel'
      ].map(name => `test_lessons_run.py::test_${name}`),
      ...[
        'a_lesson_as_a_page_has_alternative_text_for_every_picture',
        'a_lesson_runs_from_top_to_bottom',
        'a_lesson_ships_with_the_picture_that_its_first_cell_shows',
        'every_picture_of_a_lesson_is_a_bundle_by_its_schema_and_has_a_text',
        'no_number_of_the_text_is_promised_before_it_is_computed',
        'opening_a_lesson_does_not_change_it'
      ].map(name => `test_lessons_run.py::test_${name}[03-inside-the-lstm]`),
      'test_lessons_run.py::test_the_docs_say_what_a_lesson_with_all_its_outputs_weighs_as_a_page',
      'test_lessons_run.py::test_lesson_03_closing_the_output_gate_leaves_the_cell_state'
    ]
  },
  marking: {
    only: [
      // Of each kind of fault the plainest, in one process: values, lost answers, forms, places.
      ...[
        'right',
        'not written',
        'infinity',
        'nan',
        'one off in a million',
        'turned shape',
        'an object with valueOf',
        'a library cell',
        'only what the visible test asks',
        'own check',
        'throws below',
        'throws above',
        'stray rejection',
        'late throw',
        'changes its input',
        'tensor for lists',
        'helper of its own',
        'refused by the compiler',
        'points raised',
        'test deleted',
        'tests tagged to be skipped',
        'its own tests below',
        'metadata of its exercise changed',
        'a receipt that it wrote itself',
        'an answer for each test',
        'answer in a new cell',
        'answer in markdown',
        'answer copied',
        'two answers, the last is right',
        'wrong copy below',
        'helper below its answer',
        'helper in a copy of a test with all its metadata',
        'cells without ids',
        'not JSON',
        'double as an arrow function',
        'double with top-level await',
        'partial credit',
        // What patches its realm.
        'library patched',
        'intrinsics patched',
        'prototype pollution'
      ].map(
        name =>
          `test_fault_cases.py::test_each_submission_earns_its_marks[${name}]`
      ),
      'test_fault_cases.py::test_what_is_tried_here_by_mistake_does_no_harm',
      ...[
        'NaN: memory-of',
        'a getter: bias-for',
        'a proxy: step-back',
        'changes its arguments: join-steps',
        'throws the second time: realign'
      ].map(
        name =>
          `test_value_faults.py::test_marking_gives_what_the_value_is_worth[${name}]`
      ),
      // Behind the wall.
      ...[
        'right',
        'writes to its pipes',
        'exits',
        'loops on one test',
        'heap overflow',
        'a fork bomb',
        'the network',
        'looks into the processes that mark',
        'no file'
      ].map(
        name => `test_mark.py::test_each_submission_earns_its_marks[${name}]`
      ),
      'test_mark.py::test_feedback_shows_the_answer_and_no_hidden_test',
      'test_mark.py::test_nothing_runs_on_after_marking',
      'test_mark.py::test_the_table_holds_every_student_once',
      'test_mark.py::test_the_page_of_fault_cases_is_what_the_lists_say',
      // A mark hangs on nothing else that the machine does.
      'test_mark.py::test_an_answer_has_one_limit_of_time_and_less_after_a_loop_that_never_ends',
      'test_mark.py::test_an_answer_that_waits_without_end_is_ended_by_the_clock',
      'test_mark.py::test_an_answer_that_works_without_end_has_had_its_time_by_its_own_clock',
      'test_mark.py::test_what_else_the_machine_does_takes_no_time_from_an_answer',
      // nbgrader once, with four students; Check and `mark` on questions.
      'test_gradebook.py::test_feedback_calls_each_test_by_its_exercise',
      'test_marked_questions.py::test_check_gives_the_same_where_it_has_the_key',
      'test_marked_questions.py::test_each_sheet_earns_its_points'
    ]
  },
  gallery: {
    only: [
      'everySample.spec.ts › every sample opens without an error and fits its page, and each view meets WCAG 2.2 AA in light, dark and forced colors and answers its keys',
      'cell.spec.ts › the numbers on the wires are those of the trace',
      'cell.spec.ts › pointing at a term lights its wires',
      'unrolled.spec.ts › arrow keys, a click on a cell and Play move the chain',
      'unrolled.spec.ts › the picture says the same as the table',
      'whatIf.spec.ts › a clamp shows what the engine computes, before and after',
      'whatIf.spec.ts › an input number is typed or dragged, and everything after it changes',
      'whatIf.spec.ts › every clamp undoes with Ctrl',
      'compare.spec.ts › an edit of the shared input › recomputes all networks at once',
      'compare.spec.ts › compare › one cursor runs through all networks',
      'training.spec.ts › a run is followed live, stopped, and goes on by an epoch',
      'predict.spec.ts › a drawn guess is scored against the truth, which is hidden till then',
      'predict.spec.ts › is drawn by keys alone',
      'questions.spec.ts › every kind of question can be answered by keyboard alone',
      'gates.spec.ts › values › are told under the pointer, with what they do',
      'gates.spec.ts › values › stand in a table that T opens and closes',
      'gates.spec.ts › colors › are those of the values, in every theme',
      'gatesUse.spec.ts › a brush becomes a selection with a line of code',
      'gatesUse.spec.ts › works at 400 pixels with large buttons and nothing sideways',
      'gatesUse.spec.ts › a hostile bundle gives a message in place of a picture › words with markup',
      'attention.spec.ts › attention › the context that the decoder read has its numbers under the pointer',
      'flow.spec.ts › gradient flow › the numbers at the cursor are those of the bundle',
      'weights.spec.ts › weights by gate › the number under the pointer is that of the bundle',
      'predictions.spec.ts › predictions › a confusion matrix counts',
      'reports.spec.ts › a passed check opens the run of the answer',
      'claim.spec.ts › the mark of a claim opens its picture',
      'describe.spec.ts › D describes river below the picture and for the ear',
      'keyboard.spec.ts › from weather the keys lead to every other view of the run and back',
      'traceViews.spec.ts › each view of a run leads to each of the others',
      // Embedded: a page, an article.
      'page.spec.ts › a saved run lives in a page that is opened from a file',
      'page.spec.ts › code inside is computed in the page, and its picture is live',
      'page.spec.ts › the example page of the docs lives when it is opened from its folder'
    ]
  },
  play: {
    only: [
      'play.spec.ts › two networks are already learning when the page opens',
      'play.spec.ts › an address restores cells, data, epoch and a held gate to the digit'
    ]
  },
  site: {
    only: [
      'reading.spec.ts › on a page a guess opens what it closed, a cell is live, and a check says what it says in the lab'
    ]
  },
  lab: {
    only: [
      'lesson.spec.ts › a card of the launcher opens the lesson, with the panel and its exercises beside it',
      'lesson.spec.ts › a wrong answer is told what is wrong and where, a right one passes, and both are kept',
      'lesson.spec.ts › a work that a lesson cites is looked up in the bibliography of the documentation',
      'live.spec.ts › a cell run in the kernel is drawn live, and what is hovered is what the kernel computed',
      'training.spec.ts › a fit is watched while it runs, stopped from the view, and its cell goes on',
      'saved.spec.ts › a saved output is drawn without a kernel, and its numbers are read by key and by pointer',
      'python.spec.ts › a PyTorch model of a Python notebook is drawn live, with the numbers that PyTorch computed'
    ]
  }
};
