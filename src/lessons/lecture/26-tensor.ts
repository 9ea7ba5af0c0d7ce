import { edited } from '../edited.ts'
import { exampleNamed } from '../examples.ts'
import type { Lesson } from '../lesson.ts'
import { computed, equal, gradient, name, partial, rule, say, value } from '../prose.ts'

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
    },
    {
      id: 'forward',
      title: say`The forward pass records the graph`,
      text: [
        say`${equal(name('y'), rule('y'), value('y'))}. While it computes, PyTorch writes down which operation made which tensor. The graph you see is that record.`,
      ],
      at: 'start',
      until: computed('y'),
    },
    {
      id: 'backward',
      title: say`The backward pass fills .grad`,
      text: [
        say`${equal(partial('w1'), gradient('w1'))} and ${equal(partial('w2'), gradient('w2'))}. They are left in the \`.grad\` of the two weights.`,
      ],
      at: 'seed',
      until: 'end',
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
    },
    {
      id: 'tracked',
      program: 'tracked',
      title: say`Asked, and zero`,
      text: [
        say`Now ${name('x')} asks. Its gradient is ${gradient('x')}: a real answer, since ${equal(name('w1'), value('w1'))} blocks the way. A number, zero, None: three different facts.`,
      ],
      at: 'seed',
      until: 'end',
    },
    {
      id: 'zeros',
      program: 'zeros',
      title: say`A bad example: everything is zero`,
      text: [
        say`With all inputs zero the output is ${value('y')}, ${equal(partial('w1'), gradient('w1'))} and ${equal(partial('w2'), gradient('w2'))}.`,
      ],
      at: 'end',
      slide: {
        erratum: 'E35',
        says: say`All inputs of the example are zero.`,
        right: say`The printed results are right, but one of them is zero for two reasons at once, so nothing can be learned from it. With the numbers of the first beat each gradient tells something.`,
      },
    },
    {
      id: 'twice',
      program: 'twice',
      title: say`backward() twice on the same graph`,
      text: [
        say`After the backward pass PyTorch throws the record away, to save memory. A second \`backward()\` ends in an error; the program’s output shows PyTorch’s own sentence. Who needs it twice says \`retain_graph=True\` the first time.`,
      ],
      at: 'end',
    },
    {
      id: 'ask-leaf',
      program: 'product',
      title: say`${equal(name('a'), rule('a'))}. What is \`a.grad\`?`,
      text: [
        say`${name('a')} was computed from ${name('w')}. The gradient flows through it, ${equal(partial('a'), gradient('a'))}, and on to ${equal(partial('w'), gradient('w'))}.`,
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
    },
    {
      id: 'aha',
      title: say`A number, zero, None`,
      text: [
        say`*A number*: asked, and it matters. *Zero*: asked, and at this moment nothing changes. *None*: nobody asked, or it is no leaf, or no backward pass has been there yet.`,
      ],
      at: 'end',
    },
  ],
}
