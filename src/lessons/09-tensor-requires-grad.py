# A tensor with requires_grad
import torch

x = torch.tensor([2.0])
w1 = torch.tensor([0.0], requires_grad=True)
w2 = torch.tensor([2.0], requires_grad=True)

y = w2 * torch.sigmoid(w1 * x)
y.backward()

print(w1.grad, w2.grad, x.grad)
