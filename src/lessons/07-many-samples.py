# Backprop with many samples
import torch

x = torch.tensor([1.0, 2.0, 3.0, 2.0])
y = torch.tensor([4.0, 3.0, 8.0, 5.0])
w = torch.tensor(2.0, requires_grad=True)

y_hat = w * x
e = y_hat - y
J = 0.5 * (e**2).sum()
J.backward()

print(w.grad)
