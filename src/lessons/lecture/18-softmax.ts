import { exampleNamed } from '../examples.ts'
import type { Lesson } from '../lesson.ts'
import {
  computed,
  equal,
  gathered,
  gradient,
  literal,
  math,
  minus,
  name,
  partial,
  say,
  sum,
  times,
  value,
} from '../prose.ts'

const main = exampleNamed('softmax-cross-entropy')

/** The target as a vector, so that p − y can be asked for. */
const target = `# Softmax and cross-entropy, with the target as a vector
import torch

z = torch.tensor([0.0, 0.6931472, 1.6094379], requires_grad=True)
y = torch.tensor([0.0, 1.0, 0.0])

p = torch.softmax(z, dim=0)
J = -(y * torch.log(p)).sum()
J.backward()

print(p - y, z.grad)
`

/** Softmax written out, so that its two roads can be seen. */
const pieces = `# Softmax in pieces
import torch

z = torch.tensor([0.0, 0.6931472, 1.6094379], requires_grad=True)

exps = torch.exp(z)
total = exps.sum()
p = exps / total
J = -torch.log(p[1])
J.backward()

print(exps, total, p)
print(z.grad)
`

/** As if softmax worked entry by entry. */
const separate = `# Three sigmoids on the same numbers
import torch

z = torch.tensor([0.0, 0.6931472, 1.6094379], requires_grad=True)

p = torch.sigmoid(z)
total = p.sum()
total.backward()

print(p, total)
`

export const lesson: Lesson = {
  id: 'softmax',
  title: 'Softmax and cross-entropy',
  part: 'backpropagation',
  goal: 'Carry a gradient through a softmax with its full Jacobian, and see p − y fall out.',
  programs: { target, main, pieces, separate },
  beats: [
    {
      id: 'shares',
      title: say`From numbers to shares`,
      text: [
        say`Softmax takes the exponential of each number and divides by the sum of all: ${equal(name('p'), value('p'))}. The shares add up to one; the right class is the middle one.`,
      ],
      at: 'start',
      until: computed('p'),
      show: { detail: 'matrices' },
      note: say`Drag one number, and let the room watch all the shares. Ask what happens if the same is added to every number: nothing.`,
    },
    {
      id: 'pieces',
      program: 'pieces',
      title: say`The same, in pieces`,
      text: [
        say`The exponentials are ${value('exps')}, so no share can be below zero; their sum is ${value('total')}. Divided by it they are ${equal(name('p'), value('p'))}.`,
        say`See the fork: every exponential goes straight to its own share, and by way of the sum to *all* shares.`,
      ],
      at: computed('exps'),
      until: computed('p'),
      note: say`Ask how many roads lead from an exponential to its own share: two. Then how many to another share: one, through the sum.`,
    },
    {
      id: 'separate',
      program: 'separate',
      title: say`Separate sigmoids do not add up to one`,
      text: [
        say`The same numbers through three sigmoids give ${value('p')}: together ${value('total')}. “The outputs add up to one” is a property of softmax, not of having several outputs.`,
      ],
      at: 'forward',
      slide: {
        erratum: 'E28',
        says: say`The outputs of a classifier add up to one.`,
        right: say`Only with softmax. Separate sigmoids on these numbers add up to ${value('total')}.`,
      },
      note: say`Ask for the total before you show it. Then ask which of the two one wants when a picture may show a cat *and* a dog.`,
    },
    {
      id: 'loss',
      title: say`The loss looks at one share only`,
      text: [
        say`Cross-entropy is minus the logarithm of the share that the right class got: ${equal(name('J'), value('J'))}. So its derivative by the shares is zero everywhere else: ${equal(partial('p'), gradient('p'))}.`,
      ],
      at: computed('p'),
      until: gathered('p'),
      show: { detail: 'matrices' },
      note: say`Ask why all but one of these are zero. The trap is to conclude that the other classes learn nothing; leave it open, the question needs it.`,
    },
    {
      id: 'ask-delta',
      title: say`What is ${partial('z')}?`,
      text: [say`${equal(partial('p'), gradient('p'))}, and ${equal(name('p'), value('p'))}.`],
      at: gathered('p'),
      until: 'end',
      show: { detail: 'matrices' },
      question: {
        ask: say`What is ${partial('z')}?`,
        choices: [
          {
            says: say`${gradient('z')}`,
            right: true,
            because: say`Shares minus target: ${minus(value('p'), value('y'))}. The Jacobian of the softmax and the one over p of the loss cancel into it.`,
          },
          {
            says: say`${times(times(value('p'), minus(literal(1), value('p'))), gradient('p'))}`,
            right: false,
            because: say`That takes the slope of each share by its own number only. Softmax couples the classes: moving one number moves every share.`,
          },
          {
            says: say`${minus(value('y'), value('p'))}`,
            right: false,
            because: say`The sign: a share that is too large must be pushed *down*.`,
          },
          { says: say`${value('p')}`, right: false, because: say`The target is still to be subtracted.` },
        ],
      },
      note: say`A full minute. Those with zeros at both ends went entry by entry; their idea is consistent, so let one of them say it before you reveal.`,
    },
    {
      id: 'jacobian',
      title: say`The whole Jacobian`,
      text: [
        say`${math('\\frac{\\partial p}{\\partial z} = \\operatorname{diag}(p) - p\\,p^{\\top}', '∂p/∂z = diag(p) − p pᵀ')}: on the diagonal what a number does to its own share, beside it what it takes from the others. The matrices below show it with its numbers, times ${gradient('p')}.`,
        say`Every row of the product is a sum over the classes: ${math('\\delta_k = \\sum_i \\frac{\\partial p_i}{\\partial z_k} \\frac{\\partial J}{\\partial p_i}', 'δₖ = Σᵢ ∂pᵢ/∂zₖ · ∂J/∂pᵢ')}. Together it is ${gradient('z')}.`,
      ],
      at: gathered('z'),
      show: { detail: 'matrices' },
      slide: {
        erratum: 'E10',
        says: say`The blame is masked by the slope entry by entry, whatever the activation.`,
        right: say`That holds for activations that work entry by entry. Softmax does not: it needs its whole Jacobian. Entry by entry would give ${times(times(value('p'), minus(literal(1), value('p'))), gradient('p'))}, and the other classes would not be pushed down at all.`,
      },
      note: say`Say one entry off the diagonal in a sentence: when this number rises, that share falls. Then do one row of the product by hand.`,
    },
    {
      id: 'coupled',
      program: 'pieces',
      title: say`Why the classes are coupled: there are two roads`,
      text: [
        say`In pieces no Jacobian is needed, only the fork. What comes back to the exponentials comes by their own shares and by the sum: ${equal(partial('exps'), sum('exps'), gradient('exps'))}.`,
        say`The road through the sum reaches the wrong classes as well. After the slope of the exponential it is the same gradient as before: ${equal(partial('z'), gradient('z'))}.`,
      ],
      at: gathered('p'),
      until: 'end',
      note: say`Ask which road reaches the wrong classes. It is the denominator; without it they would indeed learn nothing.`,
    },
    {
      id: 'aha',
      title: say`Shares minus target`,
      text: [
        say`${equal(partial('z'), gradient('z'))}: the right class is pushed up, every other one *down*, each by its share. As with the sigmoid and its cross-entropy, the slope has cancelled.`,
      ],
      at: 'end',
      show: { detail: 'matrices' },
      note: say`Ask for the direction of each number in a step, then for the sum of the three: zero. What one class gains the others give.`,
    },
  ],
}
