import type { Scope } from '../../lessons/figures.ts'
import type { SlideNote } from '../../lessons/lesson.ts'
import { ProseView } from './ProseView.tsx'

/** Where the lecture's slide says otherwise: what it says, and what is better. */
export const SlideNoteView = ({ note, scope }: { readonly note: SlideNote; readonly scope: Scope }) => (
  <aside className="slide" aria-label="Where the slide says otherwise">
    <p>
      <b>The slide says</b> <ProseView prose={note.says} scope={scope} />
    </p>
    <p>
      <b>Better</b> <ProseView prose={note.right} scope={scope} />
    </p>
  </aside>
)
