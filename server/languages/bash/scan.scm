; leaves
((simple_expansion) @name (#not-match? @name "^\\s*\\$[@*#?!$_-]"))
((simple_expansion) @opaque (#match? @opaque "^\\s*\\$[@*#?!$_-]"))
(expansion (variable_name) @name)
((command_name (word) @name) (#not-any-of? @name "return" "continue" "break" "true" "false"))
[(binary_expression (variable_name) @name) (unary_expression (variable_name) @name)]
[(string) (raw_string) (ansi_c_string)] @string
(number) @number
(regex) @regex
(heredoc_body) @template
(comment) @comment
(command argument: [(word) (concatenation)] @string)
(case_item value: [(word) (concatenation)] @string)
(array (word) @string)
(variable_assignment value: (word) @string)
(binary_expression (word) @string)
(binary_expression operator: _ [(extglob_pattern) (concatenation)] @string)

; access
(subscript name: (variable_name) @index.object @name) @index
(subscript index: (_) @index.key)
(subscript index: (word) @string)
(unary_expression (concatenation . (word) @index.object @name . (word) . (_) @index.key) @index)

; calls
((command name: (command_name (word) @call.callee)) @call (#not-any-of? @call.callee "return" "continue" "break" "true" "false"))
(command argument: (_) @call.arg)
(command redirect: (herestring_redirect (_) @call.arg))
(unary_expression operator: (test_operator) @call.callee @name (_) @call.arg) @call

; collections
(array) @list
(array (concatenation . (word) . (_) @pair.key (_) @pair.value .) @pair)
(array (concatenation . (word) . (word) @name))
(array (concatenation (word) @string .))

; tests
(binary_expression left: (_) @op.left) @op
(binary_expression operator: _ @op.sign)
(binary_expression operator: _ (_) @op.right)
(unary_expression operator: "!" @op.sign . (_) @op.right) @op
(negated_command "!" @op.sign (_) @op.right) @op
(list . (_) @op.left ["&&" "||"] @op.sign . (_) @op.right .) @op

; deciding
(case_statement value: (_) @switch.subject) @switch
(case_item) @arm
(case_item fallthrough: ";&") @is.falls
(case_item value: [(number) (string) (raw_string) (word) (concatenation) (expansion) (simple_expansion)] @arm.label)
((case_item value: (extglob_pattern) @arm.label @string) (#not-match? @arm.label "^\\*$"))
((case_item value: (extglob_pattern) @_any) @is.default (#match? @_any "^\\*$"))
(if_statement condition: (_) @if.condition) @if
(if_statement "then" [
  (command) (declaration_command) (variable_assignment) (variable_assignments) (unset_command) (test_command) (negated_command) (list) (pipeline)
  (redirected_statement) (compound_statement) (subshell) (if_statement) (case_statement) (for_statement) (c_style_for_statement) (while_statement)
] @if.then)
(elif_clause . (_) @elif.condition) @elif
(elif_clause "then" (_) @elif.then)
(else_clause (_) @if.else)

; sequence and jumps
[(compound_statement) (do_group) (subshell) (pipeline)] @block
(for_statement variable: (variable_name) @loop.local @name) @loop
(for_statement "in" [(number) (word) (string) (raw_string) (concatenation) (expansion) (simple_expansion) (command_substitution)] @loop.source)
(for_statement body: (_) @loop.body)
(c_style_for_statement) @loop
(c_style_for_statement condition: (_) @loop.condition)
(c_style_for_statement body: (_) @loop.body)
(while_statement condition: (_) @loop.condition) @loop
(while_statement body: (_) @loop.body)
((command name: (command_name) @_jump) @return (#match? @_jump "^return$"))
((command name: (command_name) @_jump) @continue (#match? @_jump "^continue$"))
((command name: (command_name) @_jump) @break (#match? @_jump "^break$"))
((command name: (command_name) @_jump) @bool (#any-of? @_jump "true" "false"))

; scopes
(function_definition name: (word) @function.name @name body: (_) @function.body) @function

; names given
(variable_assignment name: (_) @assign.target) @assign
(variable_assignment name: (variable_name) @name)
(variable_assignment value: (_) @assign.value)
(declaration_command ["readonly" "declare"] (variable_assignment) @is.constant)
(declaration_command "export" (variable_assignment) @is.exported)
