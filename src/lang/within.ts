import { member, send } from '../torch/classes.ts'
import { raise } from '../torch/raised.ts'
import { type InstanceValue, none, typeName, type Value } from '../torch/value.ts'
import { failureOf, goOn } from './failing.ts'
import type { Machine } from './machine.ts'
import { next, type Outcome } from './outcome.ts'
import { truth } from './truth.ts'

/** A context that was entered: what `as` gets, and how it is left. */
export interface Entered {
  readonly value: Value
  /** Leaves it after an error (else null); true where the error is swallowed. */
  readonly exit: (error: Value | null) => boolean
}

/** Enters the context of a `with`: a mode of gradients, or an object with `__enter__` and `__exit__`. */
export function enter(machine: Machine, context: Value): Entered {
  if (context.kind === 'grad_mode') {
    const before = context.before ?? machine.session.gradMode
    machine.session.gradMode = context.enabled
    return {
      value: none,
      exit: () => {
        machine.session.gradMode = before
        return false
      },
    }
  }
  if (context.kind !== 'instance' || member(context.type, '__enter__') === null) return refuse(context)
  if (member(context.type, '__exit__') === null)
    return raise(
      'TypeError',
      `'${typeName(context)}' object does not support the context manager protocol (missed __exit__ method)`,
      'Give its class an __exit__.',
    )
  return {
    value: send(context, '__enter__', []) ?? none,
    exit: (error) => truth(machine.session, exited(context, error)),
  }
}

function exited(context: InstanceValue, error: Value | null): Value {
  const told = error?.kind === 'instance' ? [error.type, error, none] : [none, none, none]
  return send(context, '__exit__', told) ?? none
}

const refuse = (context: Value): never =>
  raise(
    'TypeError',
    `'${typeName(context)}' object does not support the context manager protocol`,
    'Here "with" knows torch.no_grad(), torch.enable_grad() and objects with __enter__ and __exit__.',
  )

/** Does something inside a context and leaves it, whatever happened. */
export function entered(machine: Machine, { exit }: Entered, inside: () => Outcome): Outcome {
  let outcome: Outcome
  try {
    outcome = inside()
  } catch (error) {
    const thrown = failureOf(machine, error)
    const before = machine.handling
    machine.handling = thrown
    try {
      if (!exit(thrown.value)) goOn(machine, thrown)
    } finally {
      machine.handling = before
    }
    return next
  }
  exit(null)
  return outcome
}
