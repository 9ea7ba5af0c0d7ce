# Regression: 10,000 epochs
import torch
from torch import nn

torch.manual_seed(0)
X = 5 * torch.randn(100, 1)
Y = X**2 + torch.randn(100, 1)

model = nn.Sequential(nn.Linear(1, 8), nn.ReLU(), nn.Linear(8, 1))
optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
loss_fn = nn.MSELoss()

for epoch in range(10_000):
    optimizer.zero_grad()
    loss = loss_fn(model(X), Y)
    loss.backward()
    optimizer.step()
    if epoch % 1000 == 0:
        print(epoch, loss.item())
