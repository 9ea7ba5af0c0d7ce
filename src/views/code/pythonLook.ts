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
const gradientName = Decoration.mark({ class: 'tok-gradient' })

const gradientNames = new MatchDecorator({
  regexp: /\b(?:\w*grad_?|backward)\b/g,
  decorate: (add, from, to, _, view) => {
    if (names.has(syntaxTree(view.state).resolveInner(from, 1).name)) add(from, to, gradientName)
  },
})

interface GradientNames extends PluginValue {
  marks: DecorationSet
}

/** Python in the page's two colours: numbers are values, and the names that ask for gradients are gradients. */
export const pythonLook: Extension = [
  pythonLanguage,
  syntaxHighlighting(classes),
  ViewPlugin.define<GradientNames>(
    (view) => ({
      marks: gradientNames.createDeco(view),
      update(change) {
        this.marks = gradientNames.updateDeco(change, this.marks)
      },
    }),
    { decorations: ({ marks }) => marks },
  ),
]
