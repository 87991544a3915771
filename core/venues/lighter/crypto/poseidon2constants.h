#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

/// Constants of Poseidon2 over the Goldilocks field as the venue uses it.
/// Source: tests/vectors/lighter/tables; a test compares every number.
namespace wick::lighter::poseidon2 {

constexpr std::size_t kWidth = 12;
constexpr std::size_t kRate = 8;
constexpr std::size_t kExternalRounds = 8; ///< half of them before the internal ones
constexpr std::size_t kInternalRounds = 22;

inline constexpr std::array<std::array<std::uint64_t, kWidth>, kExternalRounds> kExternalConstants{{
    {{
        0xD701'93D1'7AB3'B7D6,
        0xA2C3'662A'78A9'162B,
        0x7A9F'DA82'7556'AD44,
        0xE8D5'5018'18C9'9643,
        0x4C7A'8FCE'D4D5'FD38,
        0x55AB'3898'5C0C'513D,
        0x28A1'7BD0'1621'0B0B,
        0x8F82'7767'9EC3'2FA8,
        0x768B'3C3D'68A4'60E9,
        0x872A'022E'B559'D941,
        0xD131'6DD4'B3B9'7973,
        0xA7B6'08E5'7832'1000,
    }},
    {{
        0x3FA0'2C87'B0BE'E026,
        0x7A38'F002'2E13'C31E,
        0x00C0'54F3'C5E8'D20D,
        0x439F'50F4'BCA7'242F,
        0x4D09'38AA'57CD'517F,
        0xB2E0'3AC5'FB6B'9A7D,
        0xE29D'1F42'37BE'DCA8,
        0x05B7'C844'BC99'B848,
        0x91CC'0B73'F34E'17ED,
        0x876E'4427'694B'D755,
        0x6700'2AE0'725C'612D,
        0x0535'1F20'E0B6'315F,
    }},
    {{
        0x2E3B'9EF5'457E'B60B,
        0xD9AC'1761'8C37'83DD,
        0x0807'528A'D887'4BCF,
        0xC78D'546A'455D'2A0E,
        0xF8B9'30C8'1E24'81F0,
        0x7127'07D8'DFF3'B041,
        0xDCB8'C0AA'0B9D'34C3,
        0x9BAD'DBDF'2EE3'A468,
        0x2DD1'6D50'C517'6C78,
        0x89EA'C5CF'BC07'5CD3,
        0x2A74'1DEA'1815'87F3,
        0x1A4D'6AA8'5A11'3D84,
    }},
    {{
        0x4D73'6286'A238'7E34,
        0x8BAD'5DFC'4FCB'3EE3,
        0x84FB'D03A'DB77'C56A,
        0x8D5C'DD1A'23EC'53A2,
        0x036F'08F0'8FFF'28EC,
        0xB717'A3F4'DBDF'B443,
        0x58A0'74B5'509D'645C,
        0xF92B'F834'E4B8'7718,
        0x1541'C3A0'BAA5'AC4B,
        0x2214'9E67'83E6'7692,
        0x9BE8'B5D9'E112'476F,
        0x41E0'969F'62BA'BB76,
    }},
    {{
        0xBC58'5AD3'B944'3DBB,
        0xF28D'D320'6975'CBB1,
        0xDD88'15E5'3CA0'45E0,
        0xDE82'C416'B9E7'01BA,
        0xC5CB'8752'33AF'A025,
        0x7212'697C'D897'FFA9,
        0x6784'4790'AA63'CFD7,
        0xDC0B'9CFA'97FE'65C3,
        0xE8FE'0918'69A8'2070,
        0x6290'2BB2'E413'C6D1,
        0x29F9'F500'1FB8'4F57,
        0xBE10'1479'6EF5'F8BE,
    }},
    {{
        0x71FE'B53E'9BDB'A19C,
        0x2510'54F5'92EB'B71C,
        0xE1A5'7643'A4BB'284B,
        0xA4BA'6F87'A45B'739B,
        0x2C1F'CADE'0B95'8C49,
        0xBBB4'24CD'A9A3'E360,
        0x2CA6'4735'4C5F'3F54,
        0xC927'7B64'D152'E084,
        0xDBC9'AC97'445E'FF17,
        0x6F6C'DF31'9896'9F70,
        0x1DE2'9D14'FA76'D8F1,
        0x7333'7458'A8CC'1D19,
    }},
    {{
        0xB87E'775E'2FB3'AB23,
        0xF166'A1C7'A565'C80B,
        0xB24B'E06F'426C'747F,
        0xC281'E8C4'9482'CE00,
        0x5197'4C3B'3B72'6C2D,
        0x8744'4CF8'CAF7'D619,
        0x7C36'2F82'7A58'0CED,
        0x9567'AF14'6676'47A0,
        0xCBF0'473C'BEC5'4E37,
        0xE320'9DED'EFF4'F620,
        0xD43A'D94E'45A4'C4EE,
        0x9769'81EE'73F4'1768,
    }},
    {{
        0xEF70'7A22'4E20'7258,
        0x2FC7'79E1'0E63'62EE,
        0x29B5'EE60'AD8C'891F,
        0x96B3'7B39'D8BF'D667,
        0x877D'F68A'8B22'E733,
        0x5C41'746F'562C'8D9F,
        0x0C9D'7675'1052'B71A,
        0xFB34'6534'1BF1'C087,
        0xA0D1'4DC6'14D1'5EB1,
        0xDC27'D171'3690'6FA6,
        0x482E'163B'05EC'397F,
        0x0273'A462'9923'66EF,
    }},
}};

inline constexpr std::array<std::uint64_t, kInternalRounds> kInternalConstants{{
    0xA571'418D'9589'7B60, 0x8F32'6765'74FC'F6D3, 0x7311'02D4'E3FB'1BBE, 0x0330'F083'28A8'2D2B,
    0x7F04'49B6'557F'785D, 0x62F0'6210'658D'CBCB, 0xD5A9'8AF9'F89C'458B, 0x77EC'6908'3A34'6385,
    0xEF7C'A48B'BC27'F890, 0x53E9'652F'61EA'C532, 0xA71C'634A'BFF4'F0CC, 0xB16F'5F0D'7E28'EA29,
    0xC9DD'E31D'0A00'3AB2, 0x2DDA'DF97'7590'2533, 0xE4FA'73FB'1640'8B47, 0x9024'2EBC'00D2'EE59,
    0xBB02'DFFD'9F38'1982, 0xDEA3'2836'4C50'907C, 0x1395'D3B9'2485'7CF8, 0x7D3E'AD0D'5AEC'04E6,
    0xC2F1'2BE3'FED7'4668, 0x0BA3'C338'F8C3'D285,
}};

/// The diagonal of the internal matrix, less one.
inline constexpr std::array<std::uint64_t, kWidth> kInternalDiagonal{{
    0xC3B6'C08E'23BA'9300,
    0xD84B'5DE9'4A32'4FB6,
    0x0D0C'371C'5B35'B84F,
    0x7964'F570'E718'8037,
    0x5DAF'18BB'D996'604B,
    0x6743'BC47'B959'5257,
    0x5528'B936'2C59'BB70,
    0xAC45'E25B'7127'B68B,
    0xA207'7D7D'FBB6'06B5,
    0xF3FA'AC6F'AEE3'78AE,
    0x0C63'88B5'1545'E883,
    0xD27D'BB69'4491'7B60,
}};

} // namespace wick::lighter::poseidon2
