# Legend: p = w·x
import torch

w = torch.tensor(3.0, requires_grad=True)
x = torch.tensor(2.0, requires_grad=True)

p = w * x
p.backward()

print(w.grad, x.grad)
