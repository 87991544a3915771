#pragma once

#include "core/domain/moneyandids.h"

#include <cstdint>
#include <string_view>

namespace wick::exchange {

// The account of the practice exchange. Its key is public and opens nothing else: what it signs
// names a chain that exists nowhere but here.
constexpr std::int64_t kPracticeAccount = 1'000;
constexpr std::uint8_t kPracticeSlot = 4;
/// "worth nothing: the wick practice key 4.", 40 bytes, least significant first.
constexpr std::string_view kPracticeKey =
    "776f727468206e6f7468696e673a20746865207769636b207072616374696365206b657920342e00";
constexpr core::Money kPracticeBalance = core::usdc(100'000);

} // namespace wick::exchange
