import type { NumberValue, Value } from '../torch/value.ts'

/** Where a piece of a program stands: offsets and 1-based line. */
export interface Place {
  readonly from: number
  readonly to: number
  readonly line: number
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '//' | '%' | '**' | '@' | '&' | '|' | '^' | '<<' | '>>'
export type Comparison = '<' | '<=' | '>' | '>=' | '==' | '!=' | 'in' | 'not in' | 'is' | 'is not'

/** `for target in iterable if conditions` inside brackets. */
export interface Clause {
  readonly target: Target
  readonly iterable: Expression
  readonly conditions: readonly Expression[]
}

/** An argument of a call: plain, named, or unpacked. */
export type Argument =
  | { readonly kind: 'positional'; readonly value: Expression }
  | { readonly kind: 'keyword'; readonly name: string; readonly value: Expression }
  | { readonly kind: 'star' | 'double star'; readonly value: Expression }

/** A piece of an f-string. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'replacement'
      readonly label: string
      readonly value: Expression
      readonly conversion: 's' | 'r' | 'a' | null
      readonly spec: readonly Piece[]
    }

/** A parameter of a function: plain, after a star, `*rest` or `**keywords`. */
export interface Parameter {
  readonly name: string
  readonly initial: Expression | null
  readonly kind: 'positional' | 'keyword' | 'rest' | 'keywords'
}

/** The parameters of a function, sorted once for all its calls. */
export interface Signature {
  readonly parameters: readonly Parameter[]
  /** Those that take arguments by their place. */
  readonly places: readonly Parameter[]
  /** The name of `*rest`, and of `**keywords`. */
  readonly rest: string | null
  readonly keywords: string | null
  /** Whether all of them are places. */
  readonly plain: boolean
}

/** Names that a function assigns elsewhere: `global` or `nonlocal`. */
export type Elsewhere = ReadonlyMap<string, 'global' | 'nonlocal'>

export type Expression = Place &
  (
    | { readonly kind: 'number'; readonly value: NumberValue }
    | { readonly kind: 'string'; readonly text: string; readonly value: Value }
    | { readonly kind: 'format'; readonly pieces: readonly Piece[] }
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'constant'; readonly name: 'None' | 'True' | 'False' | '...'; readonly value: Value }
    | { readonly kind: 'unary'; readonly operator: '-' | '+' | '~' | 'not'; readonly operand: Expression }
    | {
        readonly kind: 'binary'
        readonly operator: BinaryOperator
        readonly left: Expression
        readonly right: Expression
      }
    | {
        readonly kind: 'compare'
        readonly first: Expression
        readonly rest: readonly { readonly operator: Comparison; readonly right: Expression }[]
      }
    | { readonly kind: 'logic'; readonly operator: 'and' | 'or'; readonly parts: readonly Expression[] }
    | { readonly kind: 'conditional'; readonly test: Expression; readonly yes: Expression; readonly no: Expression }
    | {
        readonly kind: 'lambda'
        readonly qualname: string
        readonly signature: Signature
        readonly locals: ReadonlySet<string>
        readonly body: Expression
      }
    | { readonly kind: 'call'; readonly callee: Expression; readonly args: readonly Argument[] }
    /** `super()` without arguments. */
    | { readonly kind: 'super' }
    | { readonly kind: 'walrus'; readonly name: string; readonly value: Expression }
    | { readonly kind: 'attribute'; readonly object: Expression; readonly name: string }
    | { readonly kind: 'subscript'; readonly object: Expression; readonly index: Expression }
    | {
        readonly kind: 'slice'
        readonly start: Expression | null
        readonly stop: Expression | null
        readonly step: Expression | null
      }
    | { readonly kind: 'list' | 'tuple' | 'set'; readonly items: readonly Expression[] }
    | { readonly kind: 'star'; readonly value: Expression }
    /** Entries by key; a dictionary that is unpacked has none. */
    | { readonly kind: 'dict'; readonly entries: readonly (readonly [Expression | null, Expression])[] }
    | {
        readonly kind: 'comprehension'
        readonly of: 'list' | 'set' | 'generator'
        readonly element: Expression
        readonly clauses: readonly Clause[]
      }
    | {
        readonly kind: 'dict comprehension'
        readonly key: Expression
        readonly element: Expression
        readonly clauses: readonly Clause[]
      }
    | { readonly kind: 'unsupported'; readonly what: string; readonly hint: string }
  )

/** What can stand left of `=`. */
export type Target = Place &
  (
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'attribute'; readonly object: Expression; readonly name: string }
    | { readonly kind: 'subscript'; readonly object: Expression; readonly index: Expression }
    | { readonly kind: 'targets'; readonly items: readonly Target[]; readonly starred: number }
  )

/** A function as it is written. */
export interface FunctionDefinition {
  readonly name: string
  readonly qualname: string
  readonly signature: Signature
  readonly body: readonly Statement[]
  /** Names that are the function's own, because it assigns them. */
  readonly locals: ReadonlySet<string>
  readonly elsewhere: Elsewhere | null
  /** Whether it has a `yield`. */
  readonly generator: boolean
  readonly doc: string | null
}

/** A class as it is written. */
export interface ClassDefinition {
  readonly name: string
  readonly qualname: string
  readonly bases: readonly Argument[]
  readonly body: readonly Statement[]
  /** The names of its annotated attributes, in their order. */
  readonly fields: readonly string[]
  readonly doc: string | null
}

/** `except type as name:` and its block. */
export interface Handler extends Place {
  readonly type: Expression | null
  readonly name: string | null
  readonly body: readonly Statement[]
}

export type Statement = Place &
  (
    | { readonly kind: 'expression'; readonly value: Expression }
    | { readonly kind: 'assign'; readonly targets: readonly Target[]; readonly value: Expression }
    | {
        readonly kind: 'update'
        readonly target: Target
        readonly operator: BinaryOperator
        readonly value: Expression
      }
    | { readonly kind: 'if'; readonly branches: readonly Branch[]; readonly otherwise: readonly Statement[] }
    | {
        readonly kind: 'while'
        readonly test: Expression
        readonly body: readonly Statement[]
        readonly otherwise: readonly Statement[]
      }
    | {
        readonly kind: 'for'
        readonly target: Target
        readonly iterable: Expression
        readonly body: readonly Statement[]
        readonly otherwise: readonly Statement[]
      }
    | {
        readonly kind: 'with'
        readonly contexts: readonly { readonly value: Expression; readonly target: Target | null }[]
        readonly body: readonly Statement[]
      }
    | {
        readonly kind: 'def'
        readonly definition: FunctionDefinition
        readonly decorators: readonly Expression[]
      }
    | { readonly kind: 'class'; readonly definition: ClassDefinition; readonly decorators: readonly Expression[] }
    | {
        readonly kind: 'try'
        readonly body: readonly Statement[]
        readonly handlers: readonly Handler[]
        readonly otherwise: readonly Statement[]
        readonly final: readonly Statement[]
      }
    | { readonly kind: 'raise'; readonly value: Expression | null; readonly cause: Expression | null }
    /** `targets = yield value`, or `yield from value`; without targets what is sent is dropped. */
    | {
        readonly kind: 'yield'
        readonly all: boolean
        readonly value: Expression | null
        readonly targets: readonly Target[]
      }
    | { readonly kind: 'return'; readonly value: Expression | null }
    | { readonly kind: 'assert'; readonly test: Expression; readonly message: Expression | null }
    | { readonly kind: 'delete'; readonly targets: readonly Target[] }
    | { readonly kind: 'import'; readonly module: string; readonly name: string; readonly member: string | null }
    | { readonly kind: 'pass' | 'break' | 'continue' }
    | { readonly kind: 'unsupported'; readonly what: string; readonly hint: string }
  )

export interface Branch {
  readonly test: Expression
  readonly body: readonly Statement[]
}
