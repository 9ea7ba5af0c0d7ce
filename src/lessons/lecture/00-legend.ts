import { exampleNamed } from '../examples.ts'
import type { Lesson } from '../lesson.ts'
import {
  computed,
  equal,
  flow,
  gradient,
  local,
  name,
  partial,
  rule,
  say,
  shape,
  size,
  slope,
  value,
} from '../prose.ts'

const legend = exampleNamed('legend')

const copies = `# Legend: an addition copies
import torch

w = torch.tensor(3.0, requires_grad=True)
x = torch.tensor(2.0, requires_grad=True)

p = w + x
p.backward()
`

const shapes = `# Legend: one number, a vector, a matrix
import torch

x = torch.tensor([1.0, 2.0])
W = torch.tensor([[1.0, 0.0, -1.0], [2.0, 1.0, 3.0]], requires_grad=True)

f = W.T @ x
J = f.sum()
J.backward()

print(J, W.grad)
`

export const lesson: Lesson = {
  id: 'legend',
  title: 'How to read the picture',
  part: 'orientation',
  goal: 'Read values, gradients and local slopes off the picture, and move through it by keys.',
  programs: { main: legend, copies, shapes },
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
      note: say`Move the pointer over a symbol of the formula, and its node rings; it works the other way round too. Say *inputs* and *users* from the start: half the room has learned *children* with the opposite meaning.`,
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
      note: say`Press once and point: above the node, blue, solid. Go back at once, so that everybody has seen that no step is lost. If someone asks why the gradients are not zero yet: they are not there yet, and that is something else.`,
    },
    {
      id: 'backward',
      title: say`Gradients flow backward: brown, dashed, below the node`,
      text: [
        say`The gradient of a node says how fast the result changes with it. It starts at the result itself, ${equal(partial('p'), gradient('p'))}, and flows against the arrows.`,
        say`Each edge has a *local slope*: how fast the node at its end changes with the one at its start, all else fixed. What flows back along an edge is multiplied by it.`,
      ],
      at: 'seed',
      note: say`Ask first how much ${name('p')} changes when ${name('p')} changes; who smiles has understood the seed. Point below the node, where gradients stand; the dashed lines come once the question is answered.`,
    },
    {
      id: 'ask-slope',
      title: say`What is ${slope('p', 'w')}?`,
      text: [
        say`${equal(name('p'), rule('p'))}, with ${equal(name('x'), value('x'))} and ${equal(name('w'), value('w'))}.`,
      ],
      at: 'seed',
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
      note: say`Half a minute, then hands. Whoever is unsure may nudge in thought: ${name('w')} grows by one, by how much does ${name('p')} grow? Afterwards let the room name *the other input* for both edges.`,
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
      note: say`Drag ${name('w')}, and let the room watch the two gradients: nothing happens to them. Ask what the same drag would do in the product, then go back one beat and try it.`,
    },
    {
      id: 'shapes',
      title: say`A node can hold many numbers`,
      program: 'shapes',
      text: [
        say`A tensor is one number, a *vector*, or a *matrix*; its *shape* says which. Here ${name('x')} is a vector of ${size('x')} numbers, ${name('W')} is a matrix of the shape ${shape('W')}, and ${equal(name('f'), rule('f'))} is a vector of ${size('f')}.`,
        say`Every gradient has the shape of what it is the gradient of. *L* opens the tensors into their numbers.`,
      ],
      at: 'end',
      slide: {
        erratum: 'E37',
        says: say`Some vectors are printed like plain numbers, and the entry-by-entry product ∘ is introduced for matrices.`,
        right: say`A vector is bold in print; when in doubt, ask for the shape. And ∘ works for vectors just as well: backpropagation needs it for them.`,
      },
      note: say`Have the room read out the shape of every node. Then compare ${name('W')} with what stands below it: the same shape, always. Do not explain the product here; it has a lesson of its own.`,
    },
    {
      id: 'link',
      title: say`One cursor for everything`,
      text: [
        say`The graph, the formulas, the table, the marked line of the program and the sentence at the bottom always show the same step. *Share* makes a link that opens exactly this moment with exactly these numbers.`,
        say`The tabs below the picture tell the same step in other ways; *L* magnifies, *N* changes how formulas are written, *C* brings the contents of the lecture.`,
      ],
      at: 'end',
      note: say`Open a shared link in a second window: it stands at this very step. Show the code on the screen, and wait until the last phone has gone down.`,
    },
    {
      id: 'aha',
      title: say`A product swaps, a sum copies`,
      text: [
        say`That is half of backpropagation. For ${equal(name('p'), rule('p'))}: ${equal(partial('w'), flow('p', 'w'), gradient('w'))} and ${equal(partial('x'), flow('p', 'x'), gradient('x'))}. Swapped, and multiplied with what arrived.`,
      ],
      at: 'end',
      note: say`Have the room say both rules once without looking: for a product, for a sum. They return in every lesson, and many later slips are one taken for the other.`,
    },
  ],
}
