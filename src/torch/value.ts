import type { Span } from '../core/graph.ts'
import type { Attrs, OpName } from '../core/op.ts'
import type { Dtype, Tensor } from '../core/tensor.ts'
import type { Made } from './made.ts'
import type { Parameter } from './signature.ts'

/** A Python number. `span` is its place in the text where it was written there literally. */
export type NumberValue =
  | { readonly kind: 'int'; readonly value: number; readonly span?: Span }
  | { readonly kind: 'float'; readonly value: number; readonly span?: Span }
  | { readonly kind: 'bool'; readonly value: boolean }

/** The numbers that a tensor, its `.data` and its `detach()` have in common. */
export interface Memory {
  value: Tensor
  /** How often it was written to. */
  version: number
  /** The parameter whose numbers these are. */
  parameter: TensorValue | null
}

/** How a tensor that shows elements of another is taken from it, again whenever one of the two was written to. */
export interface View {
  readonly of: TensorValue
  readonly op: OpName
  readonly attrs: Attrs
  /** How far apart in memory neighbours along each dimension are, in elements. */
  readonly strides: readonly number[]
  /** Whether it was taken where gradients are recorded. */
  readonly gradMode: boolean
  /** For one of several views made by one call, what PyTorch calls that call's node; such a view cannot be changed in place. */
  readonly oneOf: string | null
}

/** A PyTorch tensor: a mutable cell over a node of the program. An in-place change moves it to another node. */
export interface TensorValue {
  readonly kind: 'tensor'
  node: Made
  requiresGrad: boolean
  isLeaf: boolean
  retainsGrad: boolean
  grad: TensorValue | null
  /** What PyTorch calls the node of its backward graph: `MulBackward0`; null for a leaf. */
  gradFn: string | null
  /** How often it was changed in place. */
  version: number
  memory: Memory
  /** The version of the memory that `node` holds; behind where another tensor wrote to it. */
  seen: number
  /** Whether it is a `torch.nn.Parameter`: a module registers it, and it prints as one. */
  parameter?: true
  /** Null for a tensor with a memory of its own, or with the whole memory of another. */
  view: View | null
}

/** The arguments of a call. */
export interface Arguments {
  readonly positional: readonly Value[]
  readonly keywords: ReadonlyMap<string, Value>
}

export interface ListValue {
  readonly kind: 'list'
  readonly items: Value[]
}

/** A tuple; `size` marks a `torch.Size`, `named` is the class of a named tuple. */
export interface TupleValue {
  readonly kind: 'tuple'
  readonly items: readonly Value[]
  readonly size?: true
  readonly named?: TypeValue
}

/** A dictionary. Keys are told apart by `keyOf`; `special` is what the dictionaries of `collections` have besides. */
export interface DictValue {
  readonly kind: 'dict'
  readonly entries: Map<string, readonly [Value, Value]>
  readonly special?: { readonly name: 'defaultdict' | 'Counter' | 'OrderedDict'; readonly factory: Value }
}

/** A set, or a frozen one. Members are told apart by `keyOf`. */
export interface SetValue {
  readonly kind: 'set'
  readonly frozen: boolean
  readonly entries: Map<string, Value>
}

export interface FunctionValue {
  readonly kind: 'function'
  readonly name: string
  readonly flavour: 'builtin' | 'user'
  readonly call: (args: Arguments) => Value
  /** What it is called with, where a signature says so. */
  readonly parameters?: readonly Parameter[]
  /** Its name with the classes and functions that it stands in: `Net.forward`. */
  readonly qualname?: string
  /** The object that a method was read from. */
  readonly self?: Value
  /** What the program hung on it; its docstring too. */
  attributes?: Map<string, Value>
}

/** What a class does when an attribute is read: a property, a class method or a static method. */
export interface DescriptorValue {
  readonly kind: 'descriptor'
  readonly flavour: 'property' | 'classmethod' | 'staticmethod'
  readonly get: Value
  readonly set: Value | null
}

/** An iterator: `next` gives null at its end. A generator can be sent values and closed. */
export interface IteratorValue {
  readonly kind: 'iterator'
  readonly name: string
  readonly next: () => Value | null
  readonly generator?: Resumable
}

/** What a generator can do besides going on: take a value, raise an exception where it waits, end. */
export interface Resumable {
  readonly send: (value: Value) => Value | null
  readonly throw: (error: Error) => Value | null
  readonly close: () => void
  /** What its `return` gave, once it has ended. */
  readonly returned: () => Value
}

export interface ModuleValue {
  readonly kind: 'module'
  readonly name: string
  readonly members: ReadonlyMap<string, Value>
}

/** A class: Python's own, PyTorch's, or the program's. Attributes and methods are its members; a method gets `self` first. */
export interface TypeValue {
  readonly kind: 'type'
  readonly name: string
  /** Where it is defined: `builtins`, `torch`, `torch.nn.modules.linear`, `__main__`. */
  readonly module: string
  /** The classes it inherits from, the class itself first: Python's method resolution order. */
  readonly order: readonly TypeValue[]
  readonly members: Map<string, Value>
  /** What a call of the class does; null where it cannot be called. */
  readonly call: ((args: Arguments) => Value) | null
}

/** An object of a class. */
export interface InstanceValue {
  readonly kind: 'instance'
  readonly type: TypeValue
  readonly attributes: Map<string, Value>
  /** What tells it from all others, once that was asked. */
  identity?: number
}

/** A node of PyTorch's backward graph: what an op, or a leaf that gathers its gradient, is called. */
export interface GradFnValue {
  readonly kind: 'grad_fn'
  readonly name: string
  readonly node: Made
  /** What stands before it, where it is a node that only PyTorch has. */
  readonly before?: readonly Made[]
}

/** A mode of recording, to be used with `with`, as a decorator, or, `set_grad_enabled`, by its call alone. */
export interface GradModeValue {
  readonly kind: 'grad_mode'
  readonly name: 'no_grad' | 'enable_grad' | 'inference_mode' | 'set_grad_enabled'
  readonly enabled: boolean
  /** The mode that its call changed already; null where only `with` changes it. */
  readonly before: boolean | null
  /** A function in this mode. */
  readonly call: (args: Arguments) => Value
}

/** What a program can hold. A closed set: nothing of the host is reachable from it. */
export type Value =
  | { readonly kind: 'none' }
  | { readonly kind: 'ellipsis' }
  | NumberValue
  | { readonly kind: 'str'; readonly value: string }
  | ListValue
  | TupleValue
  | DictValue
  | { readonly kind: 'range'; readonly start: number; readonly stop: number; readonly step: number }
  | { readonly kind: 'slice'; readonly start: Value; readonly stop: Value; readonly step: Value }
  | IteratorValue
  | SetValue
  | { readonly kind: 'view'; readonly of: 'keys' | 'values' | 'items'; readonly dict: DictValue }
  | FunctionValue
  | DescriptorValue
  | { readonly kind: 'super'; readonly after: TypeValue; readonly self: InstanceValue | TypeValue }
  | { readonly kind: 'not_implemented' }
  | TypeValue
  | InstanceValue
  | ModuleValue
  | TensorValue
  | { readonly kind: 'dtype'; readonly dtype: Dtype }
  | GradFnValue
  | GradModeValue

export const none: Value = { kind: 'none' }
export const int = (value: number) => ({ kind: 'int', value }) as const satisfies NumberValue
export const float = (value: number) => ({ kind: 'float', value }) as const satisfies NumberValue
const yes: NumberValue = { kind: 'bool', value: true }
const no: NumberValue = { kind: 'bool', value: false }
export const bool = (value: boolean): NumberValue => (value ? yes : no)
export const str = (value: string): Value => ({ kind: 'str', value })
export const list = (items: Value[]): ListValue => ({ kind: 'list', items })
export const tuple = (items: readonly Value[]): TupleValue => ({ kind: 'tuple', items })
/** A shape as PyTorch gives it. */
export const size = (shape: readonly number[]): TupleValue => ({ kind: 'tuple', items: shape.map(int), size: true })

/** Whether a value is a Python number (a bool is one). */
export const isNumber = (value: Value): value is NumberValue =>
  value.kind === 'int' || value.kind === 'float' || value.kind === 'bool'

/** The number that a Python number stands for. */
export const numberOf = (value: NumberValue): number => Number(value.value)

/** The name of a value's class, as Python's messages give it. */
export function typeName(value: Value): string {
  switch (value.kind) {
    case 'none':
      return 'NoneType'
    case 'tensor':
      return value.parameter === true ? 'Parameter' : 'Tensor'
    case 'tuple':
      return value.named?.name ?? (value.size === true ? 'torch.Size' : 'tuple')
    case 'iterator':
      return value.name
    case 'dict':
      return value.special?.name ?? 'dict'
    case 'set':
      return value.frozen ? 'frozenset' : 'set'
    case 'view':
      return `dict_${value.of}`
    case 'function':
      if (value.flavour === 'builtin') return 'builtin_function_or_method'
      return value.self === undefined ? 'function' : 'method'
    case 'descriptor':
      return value.flavour
    case 'not_implemented':
      return 'NotImplementedType'
    case 'grad_fn':
      return value.name
    case 'instance':
      return value.type.name
    case 'grad_mode':
      return value.name
    case 'dtype':
      return 'torch.dtype'
    case 'bool':
    case 'int':
    case 'float':
    case 'str':
    case 'list':
    case 'range':
    case 'slice':
    case 'ellipsis':
    case 'super':
    case 'type':
    case 'module':
      return value.kind
  }
}
