#pragma once

#include "core/venues/lighter/crypto/schnorr.h"
#include "core/venues/lighter/transactions.h"
#include "tests/core/venues/lighter/vectorfile.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace wick::test {

/// One field of a transaction that the product cannot sign.
struct OtherField
{
    enum class Kind : std::uint8_t
    {
        Number,
        Amount,    ///< hashed as two halves
        PublicKey, ///< base64, hashed as five limbs
    };
    std::string_view name;
    Kind kind = Kind::Number;
    std::int64_t low = 0;
    std::int64_t high = 0;
};

/// A type of transaction that exists for the test vectors alone: changes of keys, transfers,
/// withdrawals, pools, stakes. No program that is shipped links this file, and a lint proves it.
struct OtherType
{
    enum class Layer1 : std::uint8_t
    {
        None,
        BeforeExpiry,
        AfterSignature,
    };
    std::int64_t number = 0;
    std::string_view account = "AccountIndex";
    std::int64_t highestAccount = 0;
    std::vector<OtherField> fields;
    Layer1 layer1 = Layer1::None; ///< where the Ethereum signature stands
    bool hasMemo = false;
};

/// A `tx_info` of one of these types.
struct OtherTransaction
{
    const OtherType* type = nullptr;
    lighter::TransactionFrame frame;
    std::vector<std::int64_t> values; ///< one a field; 0 for a public key
    lighter::Quintic publicKey;
    std::string layer1Signature;
    std::vector<std::int64_t> memo;
    lighter::schnorr::Signature signature;

    /// Nothing when the type is unknown or the text not well formed.
    [[nodiscard]] static std::optional<OtherTransaction> parse(std::int64_t type, Json object);
    [[nodiscard]] static bool knows(std::int64_t type);

    [[nodiscard]] lighter::Quintic hash(lighter::ChainId chain) const;
    [[nodiscard]] std::string text(const lighter::schnorr::Signature& with) const;
    [[nodiscard]] std::string objection() const;
};

} // namespace wick::test
