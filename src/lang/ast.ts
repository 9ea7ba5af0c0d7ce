import type { NumberValue } from '../torch/value.ts'

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
  | { readonly kind: 'star'; readonly value: Expression }

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

export interface Parameter {
  readonly name: string
  readonly initial: Expression | null
  readonly kind: 'positional' | 'keyword' | 'rest'
}

export type Expression = Place &
  (
    | { readonly kind: 'number'; readonly value: NumberValue }
    | { readonly kind: 'string'; readonly value: string }
    | { readonly kind: 'format'; readonly pieces: readonly Piece[] }
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'constant'; readonly value: 'None' | 'True' | 'False' | '...' }
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
    | { readonly kind: 'lambda'; readonly parameters: readonly Parameter[]; readonly body: Expression }
    | { readonly kind: 'call'; readonly callee: Expression; readonly args: readonly Argument[] }
    | { readonly kind: 'attribute'; readonly object: Expression; readonly name: string }
    | { readonly kind: 'subscript'; readonly object: Expression; readonly index: Expression }
    | {
        readonly kind: 'slice'
        readonly start: Expression | null
        readonly stop: Expression | null
        readonly step: Expression | null
      }
    | { readonly kind: 'list' | 'tuple'; readonly items: readonly Expression[] }
    | { readonly kind: 'star'; readonly value: Expression }
    | { readonly kind: 'dict'; readonly entries: readonly (readonly [Expression, Expression])[] }
    | { readonly kind: 'comprehension'; readonly element: Expression; readonly clauses: readonly Clause[] }
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

export interface FunctionDefinition {
  readonly name: string
  readonly parameters: readonly Parameter[]
  readonly body: readonly Statement[]
  /** Names that are the function's own, because it assigns them. */
  readonly locals: ReadonlySet<string>
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
    | { readonly kind: 'def'; readonly definition: FunctionDefinition }
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
