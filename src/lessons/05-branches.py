# Backprop with branches
import torch

x = torch.tensor(2.0, requires_grad=True)
y = torch.tensor(4.0)
w1 = torch.tensor(1.0, requires_grad=True)
w2 = torch.tensor(3.0, requires_grad=True)
w3 = torch.tensor(-1.0, requires_grad=True)
w4 = torch.tensor(1.0, requires_grad=True)
w5 = torch.tensor(2.0, requires_grad=True)

a = w1 * x
c = w3 * a
b = w2 * a
y_hat = w4 * b + w5 * c
e = y_hat - y
J = 0.5 * e**2
J.backward()

print(w1.grad, x.grad)
