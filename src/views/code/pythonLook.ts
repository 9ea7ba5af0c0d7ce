import { pythonLanguage } from '@codemirror/lang-python'
import { syntaxHighlighting, syntaxTree } from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import { Decoration, type DecorationSet, MatchDecorator, type PluginValue, ViewPlugin } from '@codemirror/view'
import { tagHighlighter, tags } from '@lezer/highlight'

const classes = tagHighlighter([
  { tag: [tags.keyword, tags.bool, tags.null], class: 'tok-keyword' },
  { tag: tags.modifier, class: 'tok-plain' },
  { tag: tags.number, class: 'tok-number' },
  { tag: [tags.string, tags.escape], class: 'tok-string' },
  { tag: tags.comment, class: 'tok-comment' },
  {
    tag: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.className)],
    class: 'tok-definition',
  },
])

const names = new Set(['VariableName', 'PropertyName'])
const gradient = Decoration.mark({ class: 'tok-gradient' })
const number = Decoration.mark({ class: 'tok-number' })

/** What the grammar does not tell: names that ask for gradients, and the point of `2.`, which it takes for an attribute's. */
const details = new MatchDecorator({
  regexp: /\b(?:\w*grad_?|backward)\b|(?<=\d)\.(?!\w)/g,
  decorate: (add, from, to, [text], view) => {
    const node = syntaxTree(view.state).resolveInner(from, 1)
    if (text !== '.' && names.has(node.name)) add(from, to, gradient)
    if (text === '.' && node.prevSibling?.name === 'Number') add(from, to, number)
  },
})

interface Details extends PluginValue {
  marks: DecorationSet
}

/** Python in the page's two colours: numbers are values, and the names that ask for gradients are gradients. */
export const pythonLook: Extension = [
  pythonLanguage,
  syntaxHighlighting(classes),
  ViewPlugin.define<Details>(
    (view) => ({
      marks: details.createDeco(view),
      update(change) {
        // what was not parsed yet when it was looked at is looked at again
        const parsed = syntaxTree(change.startState) !== syntaxTree(change.state)
        this.marks = parsed ? details.createDeco(change.view) : details.updateDeco(change, this.marks)
      },
    }),
    { decorations: ({ marks }) => marks },
  ),
]
