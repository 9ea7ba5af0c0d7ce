import { makeClass } from '../classes.ts'
import { plainText } from '../python-text.ts'
import { raise } from '../raised.ts'
import type { Session } from '../session.ts'
import type { Bound } from '../signature.ts'
import {
  type FunctionValue,
  type InstanceValue,
  isNumber,
  none,
  numberOf,
  str,
  type TensorValue,
  type TypeValue,
  typeName,
  type Value,
} from '../value.ts'
import { initModule } from './module.ts'
import { binder, pythonMethod, selfOf } from './python.ts'

/** A layer of PyTorch: how it is made, what it computes, and what it shows of itself. */
export interface Layer {
  /** `Linear(in_features, out_features, bias=)`. */
  readonly signature: string
  /** The file of PyTorch it is in: `linear` for `torch.nn.modules.linear`. */
  readonly file: string
  readonly build: (self: InstanceValue, args: Bound) => void
  /** The names of the inputs of `forward`; `input` alone where left out. */
  readonly inputs?: string
  readonly forward: (self: InstanceValue, inputs: readonly Value[]) => Value
  readonly extra?: (self: InstanceValue) => string
  /** Further methods: `__len__`, `append`. */
  readonly members?: readonly (readonly [string, Value])[]
}

/** The class of a layer. */
export function layerClass(session: Session, base: TypeValue, layer: Layer): TypeValue {
  const name = layer.signature.slice(0, layer.signature.indexOf('('))
  const parameters = layer.signature.slice(name.length + 1, -1)
  const extra = layer.extra
  return makeClass({
    name,
    module: `torch.nn.modules.${layer.file}`,
    bases: [base],
    members: new Map<string, Value>([
      pythonMethod(session, name, `__init__(self${parameters === '' ? '' : `, ${parameters}`})`, (self, args) => {
        initModule(self)
        layer.build(self, args)
        return none
      }),
      ['forward', forwardMethod(name, layer)],
      ...(extra === undefined ? [] : [pythonMethod(session, name, 'extra_repr(self)', (self) => str(extra(self)))]),
      ...(layer.members ?? []),
    ]),
  })
}

/** `forward` without a detour where it is called with its inputs in their places, as it nearly always is. */
function forwardMethod(name: string, { inputs = 'input', forward }: Layer): FunctionValue {
  const names = inputs.split(', ')
  const bind = binder(`${name}.forward(self, ${inputs})`)
  return {
    kind: 'function',
    name: 'forward',
    flavour: 'builtin',
    call: (args) => {
      const [first, ...rest] = args.positional
      const self = selfOf(first, 'forward')
      if (args.keywords.size === 0 && rest.length === names.length) return forward(self, rest)
      const given = bind(args)
      return forward(
        self,
        names.map((each) => given.value(each)),
      )
    },
  }
}

/** The tensor a layer was called with; `name` is the function that PyTorch blames for anything else. */
export const tensorInput = (value: Value | undefined, name: string, input = 'input', position = 1): TensorValue =>
  value?.kind === 'tensor'
    ? value
    : raise(
        'TypeError',
        `${name}(): argument '${input}' (position ${position}) must be Tensor, not ${typeName(value ?? none)}`,
        'Make it a tensor first: torch.tensor(...).',
      )

/** A setting of a layer, read where it is used, so that a program may change it. */
export const setting = (self: InstanceValue, name: string): Value => self.attributes.get(name) ?? none

/** A setting that is a number. */
export function numberSetting(self: InstanceValue, name: string, otherwise: number): number {
  const value = setting(self, name)
  return isNumber(value) ? numberOf(value) : otherwise
}

/** Whether a setting is True. */
export function isOn(self: InstanceValue, name: string): boolean {
  const value = setting(self, name)
  return value.kind === 'bool' && value.value
}

/** Settings as PyTorch shows them: `in_features=2, out_features=3`. */
export const shownSettings = (self: InstanceValue, names: readonly string[]): string =>
  names.map((name) => `${name}=${plainText(setting(self, name))}`).join(', ')

/** A parameter or buffer among the attributes; null where it is None. */
export function tensorSetting(self: InstanceValue, name: string): TensorValue | null {
  const value = setting(self, name)
  return value.kind === 'tensor' ? value : null
}
