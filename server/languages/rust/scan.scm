; leaves
[(identifier) (self) (crate) (super)] @name
[(string_literal) (raw_string_literal)] @string
(integer_literal) @number
(boolean_literal) @bool
[(line_comment) (block_comment)] @comment

; access
(field_expression value: (_) @member.object field: (_) @member.key @name) @member
(scoped_identifier path: (_) @member.object name: (_) @member.key) @member
(index_expression . (_) @index.object . (_) @index.key .) @index

; calls
(call_expression function: (_) @call.callee) @call
(arguments (_) @call.arg)
(struct_expression name: (type_identifier) @call.callee @name body: (_) @call.arg) @call @is.new
(struct_expression name: (scoped_type_identifier name: (_) @call.callee @name) body: (_) @call.arg) @call @is.new
(unary_expression "-") @opaque

; macros
(macro_invocation macro: (_) @call.callee) @call
(macro_invocation (token_tree) @call.arg @list @is.tokens)
(token_tree (token_tree) @list @is.tokens)

; collections
[(array_expression) (tuple_expression)] @list
(field_initializer_list) @table
(field_initializer field: (_) @pair.key @name value: (_) @pair.value) @pair
(field_initializer field: (_) @is.value)

; tests
(binary_expression left: (_) @op.left operator: _ @op.sign right: (_) @op.right) @op
(unary_expression "!" @op.sign (_) @op.right) @op
(let_condition "let" @op.sign pattern: (_) @op.right value: (_) @op.left) @op

(range_expression) @op
(range_expression . (_) @op.left ["..=" ".."] @op.sign)
(range_expression ["..=" ".."] . (_) @op.right)

; patterns
(or_pattern) @list
(tuple_pattern) @list
(tuple_pattern "_" @name)
(range_pattern) @op
(range_pattern left: (_) @op.left)
(range_pattern ["..=" ".."] @op.sign)
(range_pattern right: (_) @op.right)
(tuple_struct_pattern type: (_) @call.callee) @call @is.pattern
(tuple_struct_pattern type: (_) (_) @call.arg)
(struct_pattern) @table @is.pattern
(field_pattern name: (shorthand_field_identifier) @bind)
(field_pattern name: (field_identifier) @pair.key @name @is.value pattern: (_) @pair.value) @pair
(captured_pattern (identifier) @assign.target (_) @assign.value) @assign

; deciding
(match_expression value: (_) @switch.subject) @switch
(match_arm) @arm
(match_arm pattern: (match_pattern . (_) @arm.label))
(match_arm pattern: (match_pattern condition: (_) @arm.guard))
(match_arm pattern: (match_pattern . "_" .)) @is.default
((match_arm pattern: (match_pattern . (identifier) @_name .)) @is.default (#match? @_name "^[a-z_]"))
(match_arm value: (_) @arm.body)
(if_expression condition: (_) @if.condition consequence: (_) @if.then) @if
(else_clause (_) @if.else)

; sequence and jumps
(block) @block
(for_expression pattern: (_) @loop.local value: (_) @loop.source body: (_) @loop.body) @loop
(while_expression condition: (_) @loop.condition body: (_) @loop.body) @loop
(loop_expression body: (_) @loop.body) @loop
(return_expression) @return
(continue_expression) @continue
(break_expression) @break

; scopes
(function_item name: (_) @function.name body: (_) @function.body) @function
(function_item (function_modifiers "async")) @is.async
(parameters (parameter) @function.param)
(parameter pattern: (_) @param.name type: (_) @param.type) @param
(closure_parameters (_) @function.param)
(closure_expression body: (block) @function.body)
(closure_expression body: [(binary_expression) (unary_expression) (call_expression) (field_expression) (macro_invocation) (match_expression) (if_expression) (identifier) (boolean_literal) (string_literal) (integer_literal) (parenthesized_expression) (reference_expression) (await_expression) (async_block) (array_expression) (struct_expression)] @function.value)
(closure_expression) @function
(enum_item name: (_) @class.name @name body: (_) @class.body) @class
(enum_variant name: (_) @assign.target) @assign @is.constant
(enum_variant value: (_) @assign.value)
(struct_item name: (_) @class.name @name body: (field_declaration_list) @class.body) @class
(field_declaration name: (_) @assign.target @name type: (_) @assign.type) @assign
(impl_item type: (type_identifier) @class.name @name body: (_) @class.body) @class
(impl_item type: (generic_type type: (_) @class.name @name) body: (_) @class.body) @class
(trait_item name: (_) @class.name @name body: (_) @class.body) @class
(mod_item name: (_) @class.name body: (_) @class.body) @class
((mod_item name: (_) @_name body: (_)) @is.test (#match? @_name "^tests?$"))
(attribute_item) @decorator

; names given
(const_item name: (_) @assign.target type: (_) @assign.type value: (_) @assign.value) @assign @is.constant
(static_item name: (_) @assign.target type: (_) @assign.type value: (_) @assign.value) @assign @is.constant
(let_declaration pattern: (_) @assign.target) @assign
(let_declaration type: (_) @assign.type)
(let_declaration value: (_) @assign.value)
(assignment_expression left: (_) @assign.target right: (_) @assign.value) @assign

; modules
(use_declaration argument: (scoped_identifier) @import.source) @import
(use_declaration argument: (scoped_use_list path: (_) @import.source list: (_) @import.group @string)) @import
(use_declaration argument: (use_list) @import.group @string) @import
(use_declaration argument: (use_wildcard (_) @import.source)) @import
(use_declaration argument: (use_as_clause path: (_) @import.source alias: (_) @import.local)) @import
(mod_item name: (_) @import.source !body) @import
