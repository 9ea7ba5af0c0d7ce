import { type ReactNode, useEffect, useRef } from 'react'

/** A line of the help: keys and what they do. */
export interface HelpLine {
  readonly shown: string
  readonly does: string
}

/** What the help shows. */
export interface HelpDialogProps {
  readonly open: boolean
  readonly lines: readonly HelpLine[]
  readonly letterKeys: boolean
  readonly onLetterKeys: (on: boolean) => void
  readonly onClose: () => void
  /** Settings that found no room in the header. */
  readonly children?: ReactNode
}

/** The keys, the language of the picture, and the switch for single-letter keys. */
export function HelpDialog({ open, lines, letterKeys, onLetterKeys, onClose, children }: HelpDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    if (open && dialog.current?.open === false) dialog.current.showModal()
    if (!open) dialog.current?.close()
  }, [open])
  return (
    <dialog ref={dialog} className="dialog help" aria-labelledby="help-title" onClose={onClose} closedby="any">
      <header>
        <h2 id="help-title">How to read and drive this page</h2>
        <button type="button" className="button" onClick={onClose}>
          Close
        </button>
      </header>
      <p>
        The picture shows what the program beside it computes, one step at a time. <b>Next</b> (or →) makes the next
        step: first values, up to the loss, then gradients, back to the leaves. The sentence below tells the step, the
        tabs tell it in other ways. Whatever you change, the program or a number, runs at once.
      </p>
      <ul className="help-legend">
        <li>
          <b className="blue">Values</b> flow from left to right: blue, solid, number above the node.
        </li>
        <li>
          <b className="brown">Gradients</b> flow from right to left: brown, dashed, number below the node. A thicker
          edge carries more; 0 marks a blocked road.
        </li>
        <li>
          A leaf with a bar under its name learns (<code>requires_grad</code>). The capsule with the thick outline is
          the loss; boxes with rounded corners are operations.
        </li>
        <li>
          Parents of a node are its inputs, its children are the nodes that use it. A gradient is the sum over the
          children: the bucket fills with <code>+=</code>.
        </li>
        <li>Drag an underlined number, or click it (Enter from the keyboard), to change it. The program follows.</li>
        <li>
          <b>Leaf</b>: a number that enters from outside. <b>Seed</b>: the 1 with which the backward pass starts.{' '}
          <b>Bucket</b>: the gradient of a node while contributions are still being added. <b>None</b>: PyTorch keeps no
          gradient for this leaf. <b>⊕ ⊖</b> on an edge: the sign of what came back. <b>∘</b>: multiplied entry by
          entry. <b>[f &gt; 0]</b>: 1 where it is true, else 0.
        </li>
        <li>
          <b>Tensors, Neurons, Scalars</b> show the same run more finely. Below the picture, tabs tell of the same step
          as a formula, as matrices, as paths, checked, as one symbolic formula, or as a question. Of a training loop,{' '}
          <b>Training</b> shows the loss of every pass, and what can be changed with a slider.
        </li>
        <li>
          In the program, names are suggested while you type: Tab or Enter takes one, Escape closes,{' '}
          <kbd>Ctrl Space</kbd> asks. Rest the pointer on a name, or press <kbd>F1</kbd> there, to read what it is.
          Point at what the program printed to see the line that did.
        </li>
        <li>Click a gradient, or a symbol in a formula, to ask how its derivative came about, step by step.</li>
      </ul>
      <table>
        <tbody>
          {lines.map(({ shown, does }) => (
            <tr key={does}>
              <th scope="row">
                <kbd>{shown}</kbd>
              </th>
              <td>{does}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <label className="switch">
        <input type="checkbox" checked={letterKeys} onChange={(event) => onLetterKeys(event.target.checked)} />{' '}
        Single-letter keys (L, Q, N, K, P, S, B, .) are on
      </label>
      {children}
    </dialog>
  )
}
