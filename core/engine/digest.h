#pragma once

#include "core/base/checked.h"
#include "core/domain/units.h"

#include <array>
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
    static constexpr std::uint64_t kVersion = 1;

    Digest() noexcept { add(kVersion); }

    void add(std::uint64_t field) noexcept
    {
        // The prime is 2^88 + 0x13B.
        m_hash ^= field;
        m_hash = (m_hash << 88U) + m_hash * UInt128{0x13BU};
    }
    void add(std::int64_t field) noexcept { add(static_cast<std::uint64_t>(field)); }
    void add(DigestRecord record) noexcept { add(static_cast<std::uint64_t>(record)); }
    void add(std::string_view text) noexcept
    {
        add(std::uint64_t{text.size()});
        for (const char c : text) {
            add(std::uint64_t{static_cast<unsigned char>(c)});
        }
    }
    template <typename Tag, typename Rep>
    void add(Strong<Tag, Rep> value) noexcept
    {
        if constexpr (sizeof(Rep) == sizeof(std::uint64_t)) {
            add(value.count());
        } else {
            add(std::uint64_t{value.count()});
        }
    }

    /// 32 hexadecimal digits.
    [[nodiscard]] std::string text() const
    {
        static constexpr std::string_view kDigits = "0123456789abcdef";
        std::string hex(32, '0');
        UInt128 rest = m_hash;
        for (std::size_t i = hex.size(); i-- > 0;) {
            hex[i] = kDigits[static_cast<std::size_t>(rest & 15U)];
            rest >>= 4U;
        }
        return hex;
    }

    friend bool operator==(const Digest& a, const Digest& b) noexcept
    {
        return a.m_hash == b.m_hash;
    }

private:
    UInt128 m_hash = (UInt128{0x6C62272E07BB0142U} << 64U) + UInt128{0x62B821756295C58DU};
};

} // namespace wick::core
