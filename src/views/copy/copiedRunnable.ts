import type { Runnable } from '../../scene/copy/pytorch.ts'

/** What a copied program checks, or why it checks nothing. */
export const copiedRunnable = ({ checks, why, advice }: Runnable): string =>
  why === null
    ? `Copied: Runnable PyTorch, with ${checks} check${checks === 1 ? '' : 's'}`
    : `Copied: Runnable PyTorch, without checks. ${why}${advice === '' ? '' : ` ${advice}`}`
