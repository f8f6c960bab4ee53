; leaves
(identifier) @name
(string) @string
(integer) @number
[(true) (false)] @bool
(comment) @comment

; access
(attribute object: (_) @member.object attribute: (_) @member.key) @member
(subscript value: (_) @index.object subscript: (_) @index.key) @index
(subscript subscript: (slice)) @is.slice

; calls
(call function: (_) @call.callee) @call
(call arguments: (argument_list (_) @call.arg))
(call arguments: (generator_expression) @call.arg)
(keyword_argument name: (_) @pair.key value: (_) @pair.value) @pair
(keyword_argument name: (_) @is.value)
(unary_operator) @opaque

; collections
[(list) (tuple) (set)] @list
(dictionary) @table
(pair key: (_) @pair.key value: (_) @pair.value) @pair
[(list_comprehension) (set_comprehension) (generator_expression) (dictionary_comprehension)] @each
(list_comprehension body: (_) @each.item)
(set_comprehension body: (_) @each.item)
(generator_expression body: (_) @each.item)
(for_in_clause left: (_) @each.local right: (_) @each.source)
(list_comprehension (if_clause (_) @each.condition))
(set_comprehension (if_clause (_) @each.condition))
(generator_expression (if_clause (_) @each.condition))

; tests
(comparison_operator) @op
(comparison_operator . (_) @op.left)
(comparison_operator operators: _ @op.sign (_) @op.right)
(boolean_operator left: (_) @op.left operator: _ @op.sign right: (_) @op.right) @op
(binary_operator left: (_) @op.left operator: _ @op.sign right: (_) @op.right) @op
(not_operator "not" @op.sign argument: (_) @op.right) @op

; deciding
(match_statement subject: (_) @switch.subject) @switch
(case_clause) @arm
(case_clause (case_pattern (_) @arm.label))
(case_clause (case_pattern "_" @arm.label))
(case_clause (case_pattern "_")) @is.default
(union_pattern) @list
(class_pattern (dotted_name (identifier) @call.callee .)) @call @is.pattern
(class_pattern (case_pattern (_) @call.arg))
(keyword_pattern . (identifier) @pair.key (_) @pair.value) @pair
(dict_pattern) @table @is.pattern
(dict_pattern key: (_) @pair.key)
(dict_pattern value: (case_pattern (_) @pair.value))
(as_pattern (case_pattern (_) @assign.value) (identifier) @assign.target) @assign
(case_pattern (dotted_name (identifier) @member.object . (identifier) @member.key .) @member)
(union_pattern (dotted_name (identifier) @member.object . (identifier) @member.key .) @member)
(case_clause guard: (if_clause (_) @arm.guard))
(case_clause consequence: (_) @arm.body)
(if_statement condition: (_) @if.condition consequence: (_) @if.then) @if
(elif_clause condition: (_) @elif.condition consequence: (_) @elif.then) @elif
(if_statement alternative: (else_clause body: (_) @if.else))
(conditional_expression . (_) @if.then . (_) @if.condition . (_) @if.else .) @if @is.value

; sequence and jumps
(block) @block
(for_statement left: (_) @loop.local right: (_) @loop.source body: (_) @loop.body) @loop
(while_statement condition: (_) @loop.condition body: (_) @loop.body) @loop
(try_statement body: (_) @try.body) @try
(except_clause) @catch
(except_clause . [(identifier) (attribute) (tuple) (call)] @catch.type . (block))
(except_clause (as_pattern . (_) @catch.type))
(except_clause (as_pattern alias: (as_pattern_target (_) @catch.name)))
(except_clause (block) @catch.body)
(finally_clause) @finally
(return_statement) @return
(raise_statement) @throw
(continue_statement) @continue
(break_statement) @break

; scopes
(function_definition name: (_) @function.name body: (_) @function.body) @function
(parameters (_) @function.param)
(lambda_parameters (_) @function.param)
(lambda body: (_) @function.value) @function
(typed_parameter . (_) @param.name type: (_) @param.type) @param
(default_parameter name: (_) @param.name) @param
(typed_default_parameter name: (_) @param.name type: (_) @param.type) @param
(class_definition name: (_) @class.name body: (_) @class.body) @class
(class_definition superclasses: (argument_list . (_) @class.base))
(decorator) @decorator

; names given
(assignment left: (_) @assign.target) @assign
(assignment right: (_) @assign.value)
(assignment type: (_) @assign.type)
(generic_type (type_parameter) @list)
(named_expression name: (_) @assign.target value: (_) @assign.value) @assign

; modules
(import_statement) @import
(import_statement name: (dotted_name) @import.source)
(import_statement name: (aliased_import name: (dotted_name) @import.source alias: (_) @import.local))
(import_from_statement module_name: (dotted_name) @import.source) @import
(import_from_statement module_name: (relative_import) @import.source @string) @import
(import_from_statement name: (dotted_name (identifier) @import.name))
(import_from_statement name: (aliased_import name: (dotted_name (identifier) @import.name) alias: (_) @import.local))
