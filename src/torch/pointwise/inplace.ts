import { checkWritable, overwrite } from '../inplace.ts'
import type { Row } from '../signature.ts'

/** The form of a function of tensors that changes its first one: its name ends in `_`. */
export const changing = (each: Row): Row => ({
  ...each,
  name: `${each.name}_`,
  call: (session, args) => {
    const x = args.tensor('input')
    checkWritable(session, x)
    const result = each.call(session, args)
    return result.kind === 'tensor' ? overwrite(session, x, result) : result
  },
})
