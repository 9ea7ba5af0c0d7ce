import { entry } from '../dictionary.ts'
import { raise } from '../raised.ts'
import { type Session, tensorOf } from '../session.ts'
import { type DictValue, type InstanceValue, isNumber, numberOf, type TensorValue, type Value } from '../value.ts'

/** One of an optimizer's parameter groups, read as the program has left it. */
export class Group {
  readonly #session: Session
  readonly dict: DictValue

  constructor(session: Session, dict: DictValue) {
    this.#session = session
    this.dict = dict
  }

  get parameters(): readonly TensorValue[] {
    const params = entry(this.dict, 'params')
    return params?.kind === 'list' ? params.items.filter((each) => each.kind === 'tensor') : []
  }

  value(key: string): Value {
    return entry(this.dict, key) ?? raise('KeyError', `'${key}'`, 'The parameter group has no such entry.')
  }

  /** A setting that is a number; a learning rate may be a tensor of one element. */
  number(key: string): number {
    return this.#asNumber(this.value(key))
  }

  #asNumber(value: Value): number {
    if (isNumber(value)) return numberOf(value)
    return value.kind === 'tensor' ? (tensorOf(this.#session, value).data[0] ?? Number.NaN) : Number.NaN
  }

  /** A pair of numbers such as Adam's betas. */
  pair(key: string): readonly [number, number] {
    const value = this.value(key)
    const [first, second] = value.kind === 'tuple' || value.kind === 'list' ? value.items : []
    const read = (each: Value | undefined): number => (each === undefined ? Number.NaN : this.#asNumber(each))
    return [read(first), read(second)]
  }

  flag(key: string): boolean {
    const value = this.value(key)
    return value.kind === 'bool' ? value.value : isNumber(value) && numberOf(value) !== 0
  }
}

/** The parameter groups of an optimizer, as the program has left them. */
export function groupsOf(self: InstanceValue): readonly DictValue[] {
  const groups = self.attributes.get('param_groups')
  return groups?.kind === 'list' ? groups.items.filter((each) => each.kind === 'dict') : []
}
