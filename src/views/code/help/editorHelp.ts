import type { Extension } from '@codemirror/state'
import { callHint } from './callHint.ts'
import { completion } from './completion.ts'
import { hover } from './hover.ts'
import type { Tensors } from './programIn.ts'

/** What helps to write a program: names to choose from, what a name is, how a function is called. */
export const editorHelp = (tensors: () => Tensors): Extension => [
  completion(tensors),
  hover(tensors),
  callHint(tensors),
]
