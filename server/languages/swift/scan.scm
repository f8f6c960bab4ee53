; leaves
[(simple_identifier) (self_expression)] @name
[(line_string_literal) (multi_line_string_literal) (raw_string_literal)] @string
(integer_literal) @number
(boolean_literal) @bool
(regex_literal) @regex
[(comment) (multiline_comment)] @comment

; access
(navigation_expression target: (_) @member.object) @member
(navigation_expression suffix: (navigation_suffix suffix: (simple_identifier) @member.key))
(prefix_expression operation: "." target: (simple_identifier) @member.key) @member
(call_expression (call_suffix (value_arguments "["))) @index
(call_expression . (_) @index.object (call_suffix (value_arguments "[")))
(call_suffix (value_arguments "[" (value_argument value: (_) @index.key)))

; calls
(call_expression (call_suffix (value_arguments "("))) @call
(call_expression (call_suffix (lambda_literal) @call.arg)) @call
((call_expression . (_) @call.callee . (call_suffix . (value_arguments "(")) @_args) (#not-match? @_args "^\\(rawValue:"))
(call_expression . (_) @call.callee . (call_suffix . (lambda_literal)))
((call_expression . (_) @call.receiver . (call_suffix . (value_arguments "(")) @_args) (#match? @_args "^\\(rawValue:"))
((call_suffix (value_arguments "(" (value_argument name: (value_argument_label (simple_identifier) @call.callee)))) (#eq? @call.callee "rawValue"))
(call_suffix (value_arguments "(" (value_argument !name value: (_) @call.arg)))
((call_expression . (_) @_callee (call_suffix (value_arguments "(" (value_argument name: (_) value: (_) @call.arg)))) (#not-match? @_callee "^(?:[A-Z][A-Za-z]*(?:\\.[A-Za-z]+)*|\\.\\w+)$"))
((call_expression . (_) @_callee (call_suffix (value_arguments "(" (value_argument name: (value_argument_label) @_label value: (_) @call.arg)))) (#match? @_callee "^(?:[A-Z][A-Za-z]*(?:\\.[A-Za-z]+)*|\\.\\w+)$") (#match? @_label "^(?:rawValue|pattern|describing|for|nanoseconds|string)$"))
((call_expression . (_) @_callee (call_suffix (value_arguments "(" (value_argument name: (value_argument_label) @_label value: (_)) @pair @call.arg))) (#match? @_callee "^(?:[A-Z][A-Za-z]*(?:\\.[A-Za-z]+)*|\\.\\w+)$") (#not-match? @_label "^(?:rawValue|pattern|describing|for|nanoseconds|string)$"))
((call_expression . (_) @_callee (call_suffix (value_arguments "(" (value_argument name: (value_argument_label (simple_identifier) @pair.key @is.value) value: (_) @pair.value)))) (#match? @_callee "^(?:[A-Z][A-Za-z]*(?:\\.[A-Za-z]+)*|\\.\\w+)$") (#not-match? @pair.key "^(?:rawValue|pattern|describing|for|nanoseconds|string)$"))
(as_expression expr: (_) @call.arg (as_operator) @call.callee) @call
(as_expression (user_type (type_identifier) @name))
(prefix_expression operation: "-") @opaque

; collections
(array_literal) @list
(dictionary_literal) @table
(dictionary_literal key: (_) @pair.key value: (_) @pair.value)

; tests
(equality_expression lhs: (_) @op.left op: _ @op.sign rhs: _ @op.right) @op
(comparison_expression lhs: (_) @op.left op: _ @op.sign rhs: (_) @op.right) @op
(conjunction_expression lhs: _ @op.left op: _ @op.sign rhs: _ @op.right) @op
(disjunction_expression lhs: _ @op.left op: _ @op.sign rhs: _ @op.right) @op
(infix_expression lhs: (_) @op.left op: (_) @op.sign rhs: _ @op.right) @op
(additive_expression lhs: (_) @op.left op: _ @op.sign rhs: (_) @op.right) @op
(nil_coalescing_expression value: (_) @op.left "??" @op.sign if_nil: (_) @op.right) @op
(prefix_expression operation: (bang) @op.sign target: (_) @op.right) @op
(check_expression target: (_) @op.left "is" @op.sign name: (user_type (type_identifier) @op.right @name .)) @op
(range_expression start: (_) @op.left op: _ @op.sign end: (_) @op.right) @op
(open_end_range_expression start: (_) @op.left "..." @op.sign) @op
(open_start_range_expression ["..." "..<"] @op.sign end: (_) @op.right) @op

; deciding
(switch_statement expr: (_) @switch.subject) @switch
(switch_entry) @arm
(switch_entry (switch_pattern (pattern) @arm.label))
(switch_entry (where_keyword) . (_) @arm.guard)
(switch_entry (default_keyword)) @is.default
(switch_entry (switch_pattern (pattern . (wildcard_pattern) .)) . ":") @is.default
(switch_entry (switch_pattern (pattern . (value_binding_pattern) . (simple_identifier) .)) . ":") @is.default
(switch_entry (statements) @arm.body)
((switch_entry (statements (simple_identifier) @_word .)) @is.falls (#eq? @_word "fallthrough"))
(if_statement) @if
(guard_statement) @if @is.negated
(if_statement ["if" "," "="] . (_) @if.condition)
(if_statement (value_binding_pattern) . (simple_identifier) @if.condition)
(if_statement "." . (simple_identifier) @if.condition)
(if_statement "(" . (pattern) @if.condition)
(guard_statement ["guard" "," "="] . (_) @if.condition)
(guard_statement (value_binding_pattern) . (simple_identifier) @if.condition)
(guard_statement "." . (simple_identifier) @if.condition)
(guard_statement "(" . (pattern) @if.condition)
(while_statement ["while" "," "="] . (_) @loop.condition)
(while_statement (value_binding_pattern) . (simple_identifier) @loop.condition)
(if_statement ["if" ","] . (_) . "{" . (statements) @if.then)
(if_statement (value_binding_pattern) . (simple_identifier) . "{" . (statements) @if.then)
(if_statement "=" . (_) . "{" . (statements) @if.then)
(if_statement (else) . "{" . (statements) @if.else)
(if_statement (else) . (if_statement) @if.else)
(guard_statement (statements) @if.then)
(ternary_expression condition: (_) @if.condition if_true: (_) @if.then if_false: (_) @if.else) @if @is.value

; patterns
(pattern (simple_identifier) @call.callee . "(") @call @is.pattern
(pattern (simple_identifier) "(" (pattern) @call.arg)
(pattern (value_binding_pattern) . (pattern bound_identifier: (_) @assign.target)) @assign
(pattern (value_binding_pattern) . (pattern) name: (user_type (type_identifier) @assign.type))

; sequence and jumps
(statements) @block
(for_statement) @loop
(for_statement item: (_) @loop.local collection: (_) @loop.source)
(for_statement (where_clause (where_keyword) . (_) @loop.condition))
(for_statement (statements) @loop.body)
(while_statement) @loop
(while_statement (statements) @loop.body)
(repeat_while_statement condition: (_) @loop.condition) @loop
(repeat_while_statement (statements) @loop.body)
(do_statement (catch_block)) @try
(do_statement (statements) @try.body)
(catch_block) @catch
(catch_block error: (pattern name: (user_type (type_identifier) @catch.type @name)))
(catch_block error: (pattern (user_type) . "." . (simple_identifier) @catch.type))
(catch_block error: (pattern (pattern bound_identifier: (_) @catch.name)))
(catch_block error: (pattern bound_identifier: (_) @catch.name))
(catch_block (where_clause (where_keyword) . (_) @catch.guard))
(catch_block (statements) @catch.body)
(control_transfer_statement "return") @return
(control_transfer_statement (throw_keyword)) @throw
(control_transfer_statement "continue") @continue
(control_transfer_statement "break") @break

; scopes
(function_declaration name: (simple_identifier) @function.name) @function
(function_declaration "async") @is.async
(function_declaration (parameter name: (simple_identifier) @param.name) @param @function.param)
(function_declaration body: (function_body (statements) @function.body))
(init_declaration name: _ @function.name @name) @function
(init_declaration (parameter name: (simple_identifier) @param.name) @param @function.param)
(init_declaration body: (function_body (statements) @function.body))
(parameter ":" . (_) @param.type)
(property_declaration name: (pattern bound_identifier: (_) @function.name) computed_value: (_)) @function
(computed_property (statements) @function.body)
(computed_property (computed_getter (statements) @function.body))
(lambda_literal) @function
(lambda_literal (statements) @function.body)
(lambda_parameter name: (simple_identifier) @function.param)
(class_declaration name: [(type_identifier) (user_type (type_identifier) @name)] @class.name) @class
(class_declaration name: (type_identifier) @name)
(class_declaration body: (_) @class.body)
(class_declaration ":" . (inheritance_specifier inherits_from: (user_type (type_identifier) @class.base @name)))

; names given
(property_declaration !computed_value) @assign
(property_declaration name: (_) @assign.target value: (_) @assign.value)
(property_declaration (type_annotation ":" . (_) @assign.type) !computed_value)
(property_declaration (value_binding_pattern mutability: "let") !computed_value) @is.constant
(enum_entry name: (_) @assign.target) @assign @is.constant
(enum_entry raw_value: (_) @assign.value)
(assignment target: (_) @assign.target operator: "=" result: _ @assign.value) @assign
(assignment operator: ["+=" "-="]) @opaque

; modules
(import_declaration (identifier) @import.source) @import
