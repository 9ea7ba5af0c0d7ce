import torch
from torch import nn

torch.manual_seed(0)
X = torch.rand(500, 2) * 2 - 1
Y = (X[:, :1] * X[:, 1:] > 0).float()
model = nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 8), nn.Tanh(), nn.Linear(8, 1), nn.Tanh())
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
loss_fn = nn.MSELoss()
for epoch in range(20):
    total = 0.0
    for i in range(0, 500, 10):
        x, y = X[i:i + 10], Y[i:i + 10]
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item()
    print(epoch, f"{total / 50:.6f}")
