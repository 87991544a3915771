#pragma once

#include "core/backtest/practicemarket.h"
#include "core/io/venues/lighter/exchange/exchangeservice.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace wick::exchange {

/// The practice market as an exchange: some of ETH, BTC and XAU, with the venue's numbers for them.
struct PracticeRequest
{
    std::uint64_t seed = core::kPracticeSeed;
    std::vector<std::string> markets{"ETH", "BTC", "XAU"};
    core::Money balance = core::usdc(100'000);
    Tier tier = standardTier();
    std::int64_t speed = 1; ///< told to clients
};

/// The service with the practice account and its key (practiceaccount.h). Its market begins at
/// core::kPracticeStart.
[[nodiscard]] std::unique_ptr<ExchangeService> practiceService(const PracticeRequest& request);

} // namespace wick::exchange
