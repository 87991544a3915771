#pragma once

#include "core/base/checked.h"
#include "core/domain/units.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace wick::core {

/// Tags that open the records of a session digest.
enum class DigestRecord : std::uint64_t
{
    Order = 1,
    Fill,
    Halt,
    Release,
    Account,
    Verdict,
    Refusal,
    Command,
};

/// 128-bit FNV-1a over fields: each field is widened to 64 bits and folded in one round, so that
/// the result depends on values and their order and on nothing else. Not a security measure: the
/// journal's chain is. Source: Fowler, Noll, Vo; definitions D.15.
class Digest
{
public:
    static constexpr std::uint64_t kVersion = 2;

    Digest() noexcept { add(kVersion); }

    /// Folds the fields in, in their order. Those that belong together are added together: the hash
    /// then stays in registers.
    template <typename... Fields>
    void add(const Fields&... fields) noexcept
    {
        Hash hash = m_hash;
        (hash.fold(fields), ...);
        m_hash = hash;
    }

    /// 32 hexadecimal digits.
    [[nodiscard]] std::string text() const
    {
        static constexpr std::string_view kDigits = "0123456789abcdef";
        std::string hex(32, '0');
        UInt128 rest = (UInt128{m_hash.high} << 64U) + m_hash.low;
        for (std::size_t i = hex.size(); i-- > 0;) {
            hex[i] = kDigits[static_cast<std::size_t>(rest & 15U)];
            rest >>= 4U;
        }
        return hex;
    }

    friend bool operator==(const Digest&, const Digest&) noexcept = default;

private:
    struct Hash
    {
        std::uint64_t high = 0x6C62272E07BB0142U;
        std::uint64_t low = 0x62B821756295C58DU;

        void fold(std::uint64_t field) noexcept
        {
            // The prime is 2^88 + 0x13B.
            constexpr std::uint64_t prime = 0x13BU;
            low ^= field;
            const UInt128 product = UInt128{low} * prime;
            high = high * prime + static_cast<std::uint64_t>(product >> 64U) + (low << 24U);
            low = static_cast<std::uint64_t>(product);
        }
        void fold(std::int64_t field) noexcept { fold(static_cast<std::uint64_t>(field)); }
        void fold(DigestRecord record) noexcept { fold(static_cast<std::uint64_t>(record)); }
        /// Its length, then eight characters a field, the last ones filled up with zeros.
        void fold(std::string_view text) noexcept
        {
            fold(std::uint64_t{text.size()});
            for (; !text.empty(); text.remove_prefix(std::min<std::size_t>(text.size(), 8))) {
                std::uint64_t field = 0;
                for (std::size_t i = 0; i < text.size() && i < 8; ++i) {
                    field |= std::uint64_t{static_cast<unsigned char>(text[i])} << (8 * i);
                }
                fold(field);
            }
        }
        template <typename Tag, typename Rep>
        void fold(Strong<Tag, Rep> value) noexcept
        {
            if constexpr (sizeof(Rep) == sizeof(std::uint64_t)) {
                fold(value.count());
            } else {
                fold(std::uint64_t{value.count()});
            }
        }

        friend bool operator==(const Hash&, const Hash&) noexcept = default;
    };

    Hash m_hash;
};

} // namespace wick::core
