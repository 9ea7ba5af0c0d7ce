# Backprop with many features
import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
y = torch.tensor(3.0)
W = torch.tensor([[-1.0, 1.0], [2.0, 2.0]], requires_grad=True)
u = torch.tensor([2.0, -1.0], requires_grad=True)

f = W.T @ x
a = torch.relu(f)
y_hat = u @ a
J = 0.5 * (y_hat - y) ** 2
J.backward()

print(W.grad)
print(u.grad, x.grad)
