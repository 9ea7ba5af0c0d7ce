# Matrix form: the same network with F.linear
import torch
import torch.nn.functional as F

x = torch.tensor([[1.0, 2.0]])
y = torch.tensor([[3.0]])
W1 = torch.tensor([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]], requires_grad=True)
W2 = torch.tensor([[1.0, 1.0, -1.0], [-2.0, 2.0, 2.0]], requires_grad=True)
W3 = torch.tensor([[1.0, -1.0]], requires_grad=True)

f1 = F.linear(x, W1)
a1 = torch.relu(f1)
f2 = F.linear(a1, W2)
a2 = torch.relu(f2)
f3 = F.linear(a2, W3)
J = 0.5 * F.mse_loss(f3, y, reduction="sum")
J.backward()

print(W1.grad)
print(W2.grad)
print(W3.grad)
