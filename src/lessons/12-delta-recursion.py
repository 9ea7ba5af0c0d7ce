# Matrix form: the 2-3-2-1 network with @
import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
y = torch.tensor([3.0])
W1 = torch.tensor([[1.0, 0.0, -1.0], [0.0, 1.0, 0.0]], requires_grad=True)
W2 = torch.tensor([[1.0, -2.0], [1.0, 2.0], [-1.0, 2.0]], requires_grad=True)
W3 = torch.tensor([[1.0], [-1.0]], requires_grad=True)

f1 = W1.T @ x
a1 = torch.relu(f1)
f2 = W2.T @ a1
a2 = torch.relu(f2)
f3 = W3.T @ a2
J = (0.5 * (f3 - y) ** 2).sum()
J.backward()

print(W1.grad)
print(W2.grad)
print(W3.grad)
