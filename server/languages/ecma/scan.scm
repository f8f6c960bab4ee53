; What JavaScript and TypeScript have in common. One role a pattern: captures join by containment.

; leaves
[(identifier) (property_identifier) (private_property_identifier) (this) (super) (shorthand_property_identifier)] @name
(string) @string
(number) @number
[(true) (false)] @bool
(regex) @regex
(comment) @comment
(template_string) @template

; access
(member_expression object: (_) @member.object property: (_) @member.key) @member
(subscript_expression object: (_) @index.object index: (_) @index.key) @index

; calls
(call_expression function: (_) @call.callee) @call
(call_expression arguments: (arguments (_) @call.arg))
(new_expression constructor: (_) @call.callee) @call @is.new
(new_expression arguments: (arguments (_) @call.arg))
(unary_expression operator: "+" @call.callee argument: (_) @call.arg) @call
(unary_expression operator: "~" @call.callee argument: (_) @call.arg) @call
(unary_expression operator: ["-" "typeof" "void" "delete"]) @opaque
(update_expression) @opaque

; collections
(array) @list
(object) @table
(pair key: (_) @pair.key value: (_) @pair.value) @pair
(pair key: (property_identifier) @is.value)

; tests
(binary_expression left: (_) @op.left operator: _ @op.sign right: (_) @op.right) @op
(unary_expression operator: "!" @op.sign argument: (_) @op.right) @op
(augmented_assignment_expression) @opaque

; deciding
(switch_statement value: (_) @switch.subject) @switch
(switch_case value: (_) @arm.label) @arm @is.falls
(switch_case body: (_) @arm.body)
(switch_default) @arm @is.falls @is.default
(switch_default body: (_) @arm.body)
(if_statement condition: (_) @if.condition consequence: (_) @if.then) @if
(if_statement alternative: (else_clause (_) @if.else))
(ternary_expression condition: (_) @if.condition consequence: (_) @if.then alternative: (_) @if.else) @if @is.value

; sequence and jumps
(statement_block) @block
(for_statement condition: (_) @loop.condition)
(for_statement body: (_) @loop.body) @loop
(for_in_statement left: (_) @loop.local right: (_) @loop.source body: (_) @loop.body) @loop
(while_statement condition: (_) @loop.condition body: (_) @loop.body) @loop
(do_statement body: (_) @loop.body condition: (_) @loop.condition) @loop
(try_statement body: (_) @try.body) @try
(catch_clause body: (_) @catch.body) @catch
(catch_clause parameter: (_) @catch.name)
(finally_clause) @finally
(return_statement) @return
(throw_statement) @throw
(continue_statement) @continue
(break_statement) @break

; scopes
(function_declaration name: (_) @function.name body: (_) @function.body) @function
(generator_function_declaration name: (_) @function.name body: (_) @function.body) @function
(function_expression name: (_) @function.name)
(function_expression body: (_) @function.body) @function
(generator_function body: (_) @function.body) @function
(method_definition name: (_) @function.name body: (_) @function.body) @function
(arrow_function parameter: (identifier) @function.param)
(arrow_function body: (statement_block) @function.body)
((arrow_function body: (_) @function.value) (#not-match? @function.value "^\\{"))
(arrow_function) @function
(formal_parameters (_) @function.param)
(function_declaration "async") @is.async
(method_definition "async") @is.async
(arrow_function "async") @is.async
(function_expression "async") @is.async
(class_declaration name: (_) @class.name)
(class_declaration body: (_) @class.body) @class
(class body: (_) @class.body) @class
(class name: (_) @class.name)

; names given
(variable_declarator name: (_) @assign.target) @assign
(variable_declarator value: (_) @assign.value)
(lexical_declaration kind: "const" (variable_declarator) @is.constant)
(assignment_expression left: (_) @assign.target right: (_) @assign.value) @assign
(shorthand_property_identifier_pattern) @bind
(pair_pattern key: (_) @bind.key value: (_) @bind.local) @bind
(export_statement declaration: (lexical_declaration (variable_declarator) @is.exported))
(export_statement declaration: [(function_declaration) (class_declaration)] @is.exported)

; modules
(import_statement source: (_) @import.source) @import
(import_specifier name: (_) @import.name)
(import_specifier alias: (_) @import.local)
(namespace_import (identifier) @import.local)
(import_clause (identifier) @import.local)
(export_statement source: (_) @import.source) @import
(export_statement (export_clause (export_specifier name: (_) @import.name)) source: (_))
(export_statement (export_clause (export_specifier alias: (_) @import.local)) source: (_))
(decorator) @decorator
