import { edited } from '../edited.ts'
import { exampleNamed } from '../examples.ts'
import type { Lesson } from '../lesson.ts'
import { computed, equal, gradient, name, partial, plus, rule, say, value } from '../prose.ts'

const main = exampleNamed('tensor-requires-grad')
const tracked = edited(main, [
  ['# A tensor with requires_grad', '# Now x asks for its gradient as well'],
  ['x = torch.tensor([2.0])', 'x = torch.tensor([2.0], requires_grad=True)'],
])
const zeros = edited(main, [
  ['# A tensor with requires_grad', '# All inputs zero, as on the slide'],
  ['x = torch.tensor([2.0])', 'x = torch.tensor([0.0])'],
  ['w2 = torch.tensor([2.0]', 'w2 = torch.tensor([0.0]'],
])
const twice = `# backward() twice
import torch

w = torch.tensor(2.0, requires_grad=True)

y = torch.sigmoid(w)
y.backward()
y.backward()
`
const product = `# A product of a leaf is no leaf
import torch

w = torch.tensor(5.0, requires_grad=True)

a = 0.1 * w
y = a * a
y.backward()

print(w.grad)
print(a.grad)
`

export const lesson: Lesson = {
  id: 'tensor',
  title: 'Tensors: None is not zero',
  part: 'pytorch',
  goal: 'Predict what .grad holds: a number, zero, or None.',
  programs: { main, tracked, zeros, twice, product },
  beats: [
    {
      id: 'leaves',
      title: say`Some leaves ask for a gradient, some do not`,
      text: [
        say`\`requires_grad=True\` says: I shall want \`.grad\` of this one. In the picture such a leaf has a bar under its name; ${name('x')} has none.`,
      ],
      at: 'start',
      note: say`Ask which of the three leaves will have a gradient in the end. Point at the bars under the names.`,
    },
    {
      id: 'forward',
      title: say`The forward pass records the graph`,
      text: [
        say`${equal(name('y'), rule('y'), value('y'))}. While it computes, PyTorch writes down which operation made which tensor. The graph you see is that record.`,
      ],
      at: 'start',
      until: computed('y'),
      note: say`Ask what has to be written down at each operation: who made this, and from what.`,
    },
    {
      id: 'backward',
      title: say`The backward pass fills .grad`,
      text: [
        say`${equal(partial('w1'), gradient('w1'))} and ${equal(partial('w2'), gradient('w2'))}. They are left in the \`.grad\` of the two weights.`,
      ],
      at: 'seed',
      until: 'end',
      note: say`Ask where the result of \`backward()\` is. It returns nothing; it writes into the leaves.`,
    },
    {
      id: 'ask-none',
      title: say`What does \`print(x.grad)\` print?`,
      text: [say`${name('x')} was made without \`requires_grad\`.`],
      at: 'end',
      question: {
        ask: say`What does \`print(x.grad)\` print?`,
        choices: [
          {
            says: say`\`None\``,
            right: true,
            because: say`Nobody asked for it, so it was not computed. The picture says *None* below ${name('x')}.`,
          },
          {
            says: say`Zero`,
            right: false,
            because: say`Zero would mean: asked, and flat. That is another fact; the next beat shows it.`,
          },
          { says: say`An error`, right: false, because: say`Reading an empty slot is no error.` },
        ],
      },
      note: say`Hands before you run on. If *zero* wins, ask what a zero would claim: that somebody looked, and it is flat.`,
    },
    {
      id: 'tracked',
      program: 'tracked',
      title: say`Now ${name('x')} asks, and gets ${gradient('x')}`,
      text: [
        say`Now ${name('x')} asks, and ${equal(partial('x'), gradient('x'))} is a real answer. On its way to ${name('x')} everything is multiplied by ${equal(name('w1'), value('w1'))}: while that is zero, the way is blocked, and \`.grad\` holds a zero, not None.`,
        say`Change ${name('w1')}, and a number stands in the same place. A number, zero, None: three different facts.`,
      ],
      at: 'seed',
      until: 'end',
      note: say`Ask for the reason of the zero before you explain it. Then drag ${name('w1')} a little, and watch it turn into a number.`,
    },
    {
      id: 'zeros',
      program: 'zeros',
      title: say`The slide’s example: zeros everywhere`,
      text: [
        say`With ${equal(name('x'), value('x'))}, ${equal(name('w1'), value('w1'))} and ${equal(name('w2'), value('w2'))} the output is ${value('y')}, and the gradients are ${equal(partial('w1'), gradient('w1'))} and ${equal(partial('w2'), gradient('w2'))}.`,
        say`The way to ${name('w1')} leads through ${name('w2')} and is multiplied by ${name('x')}. While both are zero, nobody can tell which of them has stopped it.`,
      ],
      at: 'end',
      slide: {
        erratum: 'E35',
        says: say`All inputs of the example are zero.`,
        right: say`The printed results are right, but one of them is zero for two reasons at once, so nothing can be learned from it. With the numbers of the first beat each gradient tells something.`,
      },
      note: say`Let them predict the results. Then ask what one learns from a zero with two possible causes.`,
    },
    {
      id: 'twice',
      program: 'twice',
      title: say`backward() twice on the same graph`,
      text: [
        say`The first \`backward()\` has filled \`w.grad\`, ${equal(partial('w'), gradient('w'))}. The next line calls it again, with no new forward pass between.`,
      ],
      at: 'end',
      question: {
        ask: say`What does the second \`y.backward()\` do?`,
        choices: [
          {
            says: say`It ends in a \`RuntimeError\``,
            right: true,
            because: say`The values that the backward pass reads, here ${equal(name('y'), value('y'))}, are freed as soon as it has used them, to save memory. The program’s output has PyTorch’s own sentence. Who needs the graph twice says \`retain_graph=True\` the first time.`,
          },
          {
            says: say`It adds: \`w.grad\` becomes ${plus(gradient('w'), gradient('w'))}`,
            right: false,
            because: say`So it would be after a new forward pass, or with \`retain_graph=True\`. Here the graph is gone.`,
          },
          {
            says: say`Nothing: \`w.grad\` stays ${gradient('w')}`,
            right: false,
            because: say`PyTorch does not ignore the call. It tries to go back through the graph, and the saved values are no longer there.`,
          },
        ],
      },
      note: say`Let someone defend *it adds*: the answer is half right, and true after a new forward pass. Then show the error in the output.`,
    },
    {
      id: 'ask-leaf',
      program: 'product',
      title: say`${equal(name('a'), rule('a'))}. What is \`a.grad\`?`,
      text: [
        say`${name('a')} was computed from ${name('w')}. The gradient flows through it, ${equal(partial('a'), gradient('a'))}, and on to ${equal(partial('w'), gradient('w'))}.`,
        say`It is the same where both stand in one line, as in \`a = 0.1 * torch.tensor(5.0, requires_grad=True)\`: what has a name there is the product, not the leaf.`,
      ],
      at: 'end',
      question: {
        ask: say`What is \`a.grad\` afterwards?`,
        choices: [
          {
            says: say`\`None\`: it is no leaf`,
            right: true,
            because: say`PyTorch keeps gradients for leaves only; what flows through other nodes is used and let go. \`a.retain_grad()\` would keep it.`,
          },
          { says: say`${gradient('a')}`, right: false, because: say`That flowed through it, and was not kept.` },
          { says: say`${gradient('w')}`, right: false, because: say`That is \`w.grad\`, the leaf’s.` },
        ],
      },
      note: say`Ask who made ${name('a')}: an operation. The bug in the wild is a weight that is scaled where it is made, as in \`0.1 * torch.randn(8, requires_grad=True)\`; the optimizer refuses it.`,
    },
    {
      id: 'aha',
      title: say`A number, zero, None`,
      text: [
        say`*A number*: asked, and it matters. *Zero*: asked, and at this moment nothing changes. *None*: nobody asked, or it is no leaf, or no backward pass has been there yet.`,
      ],
      at: 'end',
      note: say`Three signs with the hand: number, zero, None. Call out cases, and the room answers.`,
    },
  ],
}
