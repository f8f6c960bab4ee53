; leaves
[(identifier) (constant) (instance_variable) (class_variable) (global_variable) (self) (super) (retry)] @name
[(string) (bare_string) (simple_symbol) (bare_symbol) (delimited_symbol)] @string
(integer) @number
[(true) (false)] @bool
(regex) @regex
(heredoc_body) @template
(comment) @comment

; access
(scope_resolution name: (_) @member.key) @member
(scope_resolution scope: (_) @member.object)
(element_reference object: (_) @index.object) @index
(element_reference object: (_) (_) @index.key)

; calls
(call method: (_) @call.callee) @call
(call receiver: (_) @call.receiver)
(call arguments: (argument_list (_) @call.arg))
(call block: (_) @call.arg)
(block_argument (simple_symbol)) @name
(unary operator: ["-" "+" "~" "defined?"]) @opaque

; collections
[(array) (string_array) (symbol_array)] @list
(hash) @table
(pair key: (_) @pair.key value: (_) @pair.value) @pair
(pair key: (hash_key_symbol) @name @is.value)

; tests
(binary left: (_) @op.left operator: _ @op.sign right: (_) @op.right) @op
(unary operator: ["!" "not"] @op.sign operand: (_) @op.right) @op
(range operator: _ @op.sign) @op
(range begin: (_) @op.left)
(range end: (_) @op.right)
(test_pattern value: (_) @op.left "in" @op.sign pattern: (_) @op.right) @op

; deciding
(case) @switch
(case value: (_) @switch.subject)
(when) @arm
(when pattern: (pattern (_) @arm.label))
(case (else) @arm @is.default)
(case_match value: (_) @switch.subject) @switch
(in_clause pattern: (_) @arm.label) @arm
(in_clause guard: (if_guard condition: (_) @arm.guard))
(in_clause guard: (unless_guard "unless" @op.sign condition: (_) @op.right) @op @arm.guard)
(case_match else: (else) @arm @is.default)
[(alternative_pattern) (array_pattern)] @list
(hash_pattern) @table
(keyword_pattern key: (_) @pair.key @name value: (_) @pair.value) @pair
(as_pattern name: (_) @assign.target) @assign
(if condition: (_) @if.condition) @if
(if consequence: (_) @if.then)
(if alternative: (else) @if.else @block)
(if alternative: (elsif) @if.else)
(elsif condition: (_) @if.condition) @if
(elsif consequence: (_) @if.then)
(elsif alternative: (else) @if.else @block)
(elsif alternative: (elsif) @if.else)
(unless condition: (_) @if.condition) @if @is.negated
(unless consequence: (_) @if.then)
(unless alternative: (else) @if.else @block)
(if_modifier body: (_) @if.then condition: (_) @if.condition) @if
(unless_modifier body: (_) @if.then condition: (_) @if.condition) @if @is.negated
(conditional condition: (_) @if.condition consequence: (_) @if.then alternative: (_) @if.else) @if @is.value

; sequence and jumps
[(then) (do)] @block
(while condition: (_) @loop.condition body: (_) @loop.body) @loop
(until condition: (_) @loop.condition body: (_) @loop.body) @loop
(while_modifier body: (_) @loop.body condition: (_) @loop.condition) @loop
(until_modifier body: (_) @loop.body condition: (_) @loop.condition) @loop
(for pattern: (_) @loop.local value: (in (_) @loop.source) body: (_) @loop.body) @loop
(begin) @try
(rescue) @catch
(rescue exceptions: (exceptions (_) @catch.type))
(rescue variable: (exception_variable (_) @catch.name))
(rescue body: (_) @catch.body)
(ensure) @finally
(return) @return
[(next) (redo)] @continue
(break) @break

; scopes
(method name: (_) @function.name) @function
(method body: (body_statement) @function.body @block)
(method "=" body: (_) @function.value)
(singleton_method name: (_) @function.name) @function
(singleton_method body: (body_statement) @function.body @block)
(call block: [(block) (do_block)] @function)
(lambda) @function
(block body: (_) @function.body @block)
(do_block body: (_) @function.body @block)
(method_parameters (_) @function.param)
(block_parameters (_) @function.param)
(lambda_parameters (_) @function.param)
(optional_parameter name: (_) @param.name) @param
(keyword_parameter name: (_) @param.name) @param
[(splat_parameter) (hash_splat_parameter) (block_parameter)] @param
(class name: (_) @class.name) @class
(class body: (_) @class.body)
(superclass (_) @class.base)
(module name: (_) @class.name body: (_) @class.body) @class

; names given
(assignment left: (_) @assign.target right: (_) @assign.value) @assign
(assignment left: (constant) right: (_)) @is.constant
(operator_assignment left: (_) @assign.target operator: "||=" right: (_) @assign.value) @assign
(operator_assignment operator: ["+=" "-=" "*=" "&&="]) @opaque
[(left_assignment_list) (right_assignment_list) (destructured_parameter)] @list
