#include "core/venues/lighter/crypto/sha2.h"

#include "core/venues/lighter/crypto/wipe.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstddef>

namespace wick::lighter::sha2 {

namespace {

// The first bits of the fractions of the cube roots of the first primes; of their square roots for
// the state at the start. Those of SHA-256 are the upper halves.
constexpr std::array<std::uint64_t, 80> kRounds512{{
    0x428A'2F98'D728'AE22, 0x7137'4491'23EF'65CD, 0xB5C0'FBCF'EC4D'3B2F, 0xE9B5'DBA5'8189'DBBC,
    0x3956'C25B'F348'B538, 0x59F1'11F1'B605'D019, 0x923F'82A4'AF19'4F9B, 0xAB1C'5ED5'DA6D'8118,
    0xD807'AA98'A303'0242, 0x1283'5B01'4570'6FBE, 0x2431'85BE'4EE4'B28C, 0x550C'7DC3'D5FF'B4E2,
    0x72BE'5D74'F27B'896F, 0x80DE'B1FE'3B16'96B1, 0x9BDC'06A7'25C7'1235, 0xC19B'F174'CF69'2694,
    0xE49B'69C1'9EF1'4AD2, 0xEFBE'4786'384F'25E3, 0x0FC1'9DC6'8B8C'D5B5, 0x240C'A1CC'77AC'9C65,
    0x2DE9'2C6F'592B'0275, 0x4A74'84AA'6EA6'E483, 0x5CB0'A9DC'BD41'FBD4, 0x76F9'88DA'8311'53B5,
    0x983E'5152'EE66'DFAB, 0xA831'C66D'2DB4'3210, 0xB003'27C8'98FB'213F, 0xBF59'7FC7'BEEF'0EE4,
    0xC6E0'0BF3'3DA8'8FC2, 0xD5A7'9147'930A'A725, 0x06CA'6351'E003'826F, 0x1429'2967'0A0E'6E70,
    0x27B7'0A85'46D2'2FFC, 0x2E1B'2138'5C26'C926, 0x4D2C'6DFC'5AC4'2AED, 0x5338'0D13'9D95'B3DF,
    0x650A'7354'8BAF'63DE, 0x766A'0ABB'3C77'B2A8, 0x81C2'C92E'47ED'AEE6, 0x9272'2C85'1482'353B,
    0xA2BF'E8A1'4CF1'0364, 0xA81A'664B'BC42'3001, 0xC24B'8B70'D0F8'9791, 0xC76C'51A3'0654'BE30,
    0xD192'E819'D6EF'5218, 0xD699'0624'5565'A910, 0xF40E'3585'5771'202A, 0x106A'A070'32BB'D1B8,
    0x19A4'C116'B8D2'D0C8, 0x1E37'6C08'5141'AB53, 0x2748'774C'DF8E'EB99, 0x34B0'BCB5'E19B'48A8,
    0x391C'0CB3'C5C9'5A63, 0x4ED8'AA4A'E341'8ACB, 0x5B9C'CA4F'7763'E373, 0x682E'6FF3'D6B2'B8A3,
    0x748F'82EE'5DEF'B2FC, 0x78A5'636F'4317'2F60, 0x84C8'7814'A1F0'AB72, 0x8CC7'0208'1A64'39EC,
    0x90BE'FFFA'2363'1E28, 0xA450'6CEB'DE82'BDE9, 0xBEF9'A3F7'B2C6'7915, 0xC671'78F2'E372'532B,
    0xCA27'3ECE'EA26'619C, 0xD186'B8C7'21C0'C207, 0xEADA'7DD6'CDE0'EB1E, 0xF57D'4F7F'EE6E'D178,
    0x06F0'67AA'7217'6FBA, 0x0A63'7DC5'A2C8'98A6, 0x113F'9804'BEF9'0DAE, 0x1B71'0B35'131C'471B,
    0x28DB'77F5'2304'7D84, 0x32CA'AB7B'40C7'2493, 0x3C9E'BE0A'15C9'BEBC, 0x431D'67C4'9C10'0D4C,
    0x4CC5'D4BE'CB3E'42B6, 0x597F'299C'FC65'7E2A, 0x5FCB'6FAB'3AD6'FAEC, 0x6C44'198C'4A47'5817,
}};
constexpr std::array<std::uint64_t, 8> kStart512{{
    0x6A09'E667'F3BC'C908,
    0xBB67'AE85'84CA'A73B,
    0x3C6E'F372'FE94'F82B,
    0xA54F'F53A'5F1D'36F1,
    0x510E'527F'ADE6'82D1,
    0x9B05'688C'2B3E'6C1F,
    0x1F83'D9AB'FB41'BD6B,
    0x5BE0'CD19'137E'2179,
}};

struct Sha256
{
    using Word = std::uint32_t;
    using Digest = Digest256;
    static constexpr std::size_t kRounds = 64;
    static constexpr std::array<int, 3> kSum0{2, 13, 22};
    static constexpr std::array<int, 3> kSum1{6, 11, 25};
    static constexpr std::array<int, 3> kMix0{7, 18, 3}; // the last one shifts
    static constexpr std::array<int, 3> kMix1{17, 19, 10};
    static constexpr Word ofConstant(std::uint64_t constant) noexcept
    {
        return static_cast<Word>(constant >> 32U);
    }
};

struct Sha512
{
    using Word = std::uint64_t;
    using Digest = Digest512;
    static constexpr std::size_t kRounds = 80;
    static constexpr std::array<int, 3> kSum0{28, 34, 39};
    static constexpr std::array<int, 3> kSum1{14, 18, 41};
    static constexpr std::array<int, 3> kMix0{1, 8, 7};
    static constexpr std::array<int, 3> kMix1{19, 61, 6};
    static constexpr Word ofConstant(std::uint64_t constant) noexcept { return constant; }
};

/// A running hash. What it held is wiped when it ends.
template <typename Kind>
class Hasher
{
public:
    using Word = typename Kind::Word;

    Hasher() noexcept
    {
        for (std::size_t i = 0; i < m_state.size(); ++i) {
            m_state[i] = Kind::ofConstant(kStart512[i]);
        }
    }
    Hasher(const Hasher&) = delete;
    Hasher& operator=(const Hasher&) = delete;
    ~Hasher()
    {
        wipe(m_state);
        wipe(m_block);
        wipe(m_words);
    }

    void add(Bytes bytes) noexcept
    {
        for (const std::uint8_t byte : bytes) {
            put(byte);
        }
        m_bytes += bytes.size();
    }

    [[nodiscard]] typename Kind::Digest finish() noexcept
    {
        constexpr std::size_t kLength = 2 * sizeof(Word);
        put(0x80);
        while (m_used != m_block.size() - kLength) {
            put(0);
        }
        const std::uint64_t bits = 8 * m_bytes;
        for (std::size_t i = kLength; i-- > 0;) {
            put(i < 8 ? static_cast<std::uint8_t>(bits >> (8 * i)) : std::uint8_t{0});
        }
        typename Kind::Digest digest{};
        for (std::size_t i = 0; i < digest.size(); ++i) {
            const std::size_t shift = 8 * (sizeof(Word) - 1 - i % sizeof(Word));
            digest[i] = static_cast<std::uint8_t>(m_state[i / sizeof(Word)] >> shift);
        }
        return digest;
    }

private:
    using Rotations = std::array<int, 3>;

    void put(std::uint8_t byte) noexcept
    {
        m_block[m_used++] = byte;
        if (m_used == m_block.size()) {
            compress();
            m_used = 0;
        }
    }
    [[nodiscard]] static Word sum(Word x, const Rotations& by) noexcept
    {
        return std::rotr(x, by[0]) ^ std::rotr(x, by[1]) ^ std::rotr(x, by[2]);
    }
    [[nodiscard]] static Word mix(Word x, const Rotations& by) noexcept
    {
        return std::rotr(x, by[0]) ^ std::rotr(x, by[1]) ^ (x >> by[2]);
    }

    void expand() noexcept
    {
        for (std::size_t i = 0; i < 16; ++i) {
            Word word = 0;
            for (std::size_t j = 0; j < sizeof(Word); ++j) {
                word = (word << 8U) | m_block[i * sizeof(Word) + j];
            }
            m_words[i] = word;
        }
        for (std::size_t i = 16; i < m_words.size(); ++i) {
            m_words[i] = m_words[i - 16] + mix(m_words[i - 15], Kind::kMix0) + m_words[i - 7]
                         + mix(m_words[i - 2], Kind::kMix1);
        }
    }

    void compress() noexcept
    {
        expand();
        auto [a, b, c, d, e, f, g, h] = m_state;
        for (std::size_t i = 0; i < Kind::kRounds; ++i) {
            const Word first = h + sum(e, Kind::kSum1) + ((e & f) ^ (~e & g))
                               + Kind::ofConstant(kRounds512[i]) + m_words[i];
            const Word second = sum(a, Kind::kSum0) + ((a & b) ^ (a & c) ^ (b & c));
            h = g;
            g = f;
            f = e;
            e = d + first;
            d = c;
            c = b;
            b = a;
            a = first + second;
        }
        const std::array<Word, 8> round{a, b, c, d, e, f, g, h};
        for (std::size_t i = 0; i < m_state.size(); ++i) {
            m_state[i] += round[i];
        }
    }

    std::array<Word, 8> m_state{};
    std::array<std::uint8_t, 16 * sizeof(Word)> m_block{};
    std::array<Word, Kind::kRounds> m_words{};
    std::size_t m_used = 0;
    std::uint64_t m_bytes = 0;
};

template <typename Kind>
typename Kind::Digest hashed(std::initializer_list<Bytes> parts) noexcept
{
    Hasher<Kind> hasher;
    for (const Bytes part : parts) {
        hasher.add(part);
    }
    return hasher.finish();
}

} // namespace

Digest256 sha256(std::initializer_list<Bytes> parts) noexcept
{
    return hashed<Sha256>(parts);
}

Digest512 sha512(std::initializer_list<Bytes> parts) noexcept
{
    return hashed<Sha512>(parts);
}

Digest512 hmacSha512(std::span<const std::uint8_t> key, std::initializer_list<Bytes> parts) noexcept
{
    constexpr std::size_t kBlock = 128;
    assert(key.size() <= kBlock);
    Wiped<std::array<std::uint8_t, kBlock>> pad;
    pad->fill(0x36);
    for (std::size_t i = 0; i < std::min(key.size(), kBlock); ++i) {
        (*pad)[i] ^= key[i];
    }
    Hasher<Sha512> inner;
    inner.add(*pad);
    for (const Bytes part : parts) {
        inner.add(part);
    }
    const Wiped<Digest512> digest{inner.finish()};
    for (std::uint8_t& byte : *pad) {
        byte ^= 0x36U ^ 0x5CU;
    }
    return sha512({*pad, *digest});
}

} // namespace wick::lighter::sha2
