import torch
from torch import nn

torch.manual_seed(0)
X = torch.linspace(-2, 2, 100).reshape(-1, 1)
Y = X ** 2 + 0.1 * torch.randn(100, 1)
model = nn.Sequential(nn.Linear(1, 8), nn.ReLU(), nn.Linear(8, 1))
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
loss_fn = nn.MSELoss()
for epoch in range(10_000):
    optimizer.zero_grad()
    loss = loss_fn(model(X), Y)
    loss.backward()
    optimizer.step()
    if epoch % 1000 == 0:
        print(epoch, f"{loss.item():.6f}")
