import { ensureSyntaxTree, syntaxTree } from '@codemirror/language'
import type { EditorState } from '@codemirror/state'
import type { Program } from '../../../scene/help/program.ts'

/** The variables that held a tensor when the program last ran, with the texts of their shapes. */
export type Tensors = Program['tensors']

/** Milliseconds for reading the program up to where someone writes. */
const longestParse = 50

/** The program of an editor as the help reads it. */
export const programIn = (state: EditorState, tensors: Tensors): Program => ({
  text: state.doc.toString(),
  tree: ensureSyntaxTree(state, state.doc.length, longestParse) ?? syntaxTree(state),
  tensors,
})
