import { exampleNamed } from '../examples.ts'
import type { Lesson } from '../lesson.ts'
import { computed, equal, flow, gradient, handed, local, name, partial, rule, say, slope, value } from '../prose.ts'

const legend = exampleNamed('legend')

const copies = `# Legend: an addition copies
import torch

w = torch.tensor(3.0, requires_grad=True)
x = torch.tensor(2.0, requires_grad=True)

p = w + x
p.backward()
`

export const lesson: Lesson = {
  id: 'legend',
  title: 'How to read the picture',
  part: 'orientation',
  goal: 'Read values, gradients and local slopes off the picture, and move through it by keys.',
  programs: { main: legend, copies },
  beats: [
    {
      id: 'node',
      title: say`One program, one picture`,
      text: [
        say`A PyTorch program makes a graph: each tensor and each operation is a *node*. Here ${name('w')} and ${name('x')} are *leaves*; they come from outside. ${name('p')} is computed from them.`,
        say`The arrows run from what is needed to what needs it. *Parents* of a node are its inputs; its *children* are the nodes that use its value.`,
      ],
      at: 'start',
      slide: {
        erratum: 'E41',
        says: say`Children of a node are its users.`,
        right: say`So do we; but code often says it the other way round: in micrograd the children are the inputs, and PyTorch calls the inputs leaves and the results roots. When in doubt, say *inputs* and *users*.`,
      },
      note: say`Move the pointer over a symbol of the formula below: its node rings. It works the other way round as well.`,
    },
    {
      id: 'forward',
      title: say`Values flow forward: blue, solid, above the node`,
      text: [
        say`One step forward computes ${equal(name('p'), rule('p'), value('p'))}. A node that is not computed yet shows no number: absent is not zero.`,
        say`Press →, Space or PageDown for the next step, ← or PageUp to go back. Every step can be taken back exactly.`,
      ],
      at: 'start',
      until: computed('p'),
    },
    {
      id: 'backward',
      title: say`Gradients flow backward: brown, dashed, below the node`,
      text: [
        say`The gradient of a node says how fast the result changes with it. It starts at the result itself, ${equal(partial('p'), gradient('p'))}, and flows against the arrows.`,
        say`Each edge has a *local slope*: how fast the node at its end changes with the one at its start, all else fixed. ${equal(slope('p', 'w'), name('x'), local('p', 'w'))}.`,
      ],
      at: 'seed',
      until: handed('p', 'w'),
    },
    {
      id: 'ask-slope',
      title: say`What is ${slope('p', 'w')}?`,
      text: [
        say`${equal(name('p'), rule('p'))}, with ${equal(name('x'), value('x'))} and ${equal(name('w'), value('w'))}.`,
      ],
      at: 'forward',
      until: 'end',
      question: {
        ask: say`What is ${slope('p', 'w')}?`,
        choices: [
          {
            says: say`${local('p', 'w')}`,
            right: true,
            because: say`A product hands each input the *other* input: ${equal(slope('p', 'w'), name('x'), local('p', 'w'))}.`,
          },
          {
            says: say`${local('p', 'x')}`,
            right: false,
            because: say`That is ${slope('p', 'x')}: the other input’s slope.`,
          },
          {
            says: say`${value('p')}`,
            right: false,
            because: say`That is ${name('p')} itself, not how fast it changes.`,
          },
          {
            says: say`${gradient('p')}`,
            right: false,
            because: say`That would be the slope of an addition. A multiplication does not copy, it swaps.`,
          },
        ],
      },
    },
    {
      id: 'copy',
      title: say`An addition copies`,
      program: 'copies',
      text: [
        say`With a plus in place of the product, ${equal(name('p'), rule('p'))}, each input is handed the same number: ${equal(partial('w'), gradient('w'))} and ${equal(partial('x'), gradient('x'))}.`,
        say`Try it: drag a number, or click it and type. The values change; these two gradients do not.`,
      ],
      at: 'forward',
      until: 'end',
    },
    {
      id: 'link',
      title: say`One cursor for everything`,
      text: [
        say`The graph, the formulas, the table, the marked line of the program and the sentence at the bottom always show the same step. *Share* makes a link that opens exactly this moment with exactly these numbers.`,
        say`The tabs below the picture tell the same step in other ways; *L* magnifies, *N* changes how formulas are written, *C* brings the contents of the lecture.`,
      ],
      at: 'end',
    },
    {
      id: 'aha',
      title: say`A product swaps, a sum copies`,
      text: [
        say`That is half of backpropagation. For ${equal(name('p'), rule('p'))}: ${equal(partial('w'), flow('p', 'w'), gradient('w'))} and ${equal(partial('x'), flow('p', 'x'), gradient('x'))}. Swapped, and multiplied with what arrived.`,
      ],
      at: 'end',
    },
  ],
}
