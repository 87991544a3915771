#pragma once

#include "core/venues/lighter/crypto/quintic.h"
#include "core/venues/lighter/crypto/scalar.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace wick::lighter {

/// A point with x and u = x/y written out, for tables. The neutral element is (0, 0).
struct AffinePoint
{
    Quintic x;
    Quintic u;
};

/// An element of the group of prime order N (ecGFp5): fractions x = X/Z and u = U/T on the curve
/// y^2 = x (x^2 + 2 x + 263 z). All formulas are complete: they hold for equal points and for the
/// neutral element, so nothing branches, but decode() and the comparison. Source: the dossier's
/// signing page, section 4.
class Point
{
public:
    /// The neutral element.
    constexpr Point() noexcept = default;
    [[nodiscard]] static const Point& generator() noexcept;
    [[nodiscard]] static constexpr Point ofAffine(const AffinePoint& point) noexcept
    {
        return Point{point.x, Quintic{Goldilocks{1}}, point.u, Quintic{Goldilocks{1}}};
    }
    /// The element that is written as w = y/x; nothing when there is none. Not for secrets.
    [[nodiscard]] static std::optional<Point> decode(const Quintic& w) noexcept;

    /// w = y/x, which is how an element is written; 0 for the neutral one.
    [[nodiscard]] Quintic encode() const noexcept { return m_t * m_u.inverse(); }
    [[nodiscard]] AffinePoint toAffine() const noexcept;

    [[nodiscard]] Point doubled() const noexcept;
    [[nodiscard]] Point doubledTimes(int times) const noexcept;
    [[nodiscard]] Point operator-() const noexcept { return {m_x, m_z, -m_u, m_t}; }
    friend Point operator+(const Point& a, const Point& b) noexcept;
    /// Two multiplications less than with a general point.
    friend Point operator+(const Point& a, const AffinePoint& b) noexcept;
    friend bool operator==(const Point& a, const Point& b) noexcept
    {
        return a.m_u * b.m_t == b.m_u * a.m_t;
    }

    [[nodiscard]] const Quintic& z() const noexcept { return m_z; }
    [[nodiscard]] const Quintic& t() const noexcept { return m_t; }
    /// This as an affine point, given 1/Z and 1/T.
    [[nodiscard]] AffinePoint scaledBy(const Quintic& inverseZ,
                                       const Quintic& inverseT) const noexcept
    {
        return {m_x * inverseZ, m_u * inverseT};
    }

    /// `ifSet` under a mask of ones, `ifClear` under zero.
    [[nodiscard]] static Point
    select(std::uint64_t mask, const Point& ifSet, const Point& ifClear) noexcept;

private:
    constexpr Point(const Quintic& x, const Quintic& z, const Quintic& u, const Quintic& t) noexcept
        : m_x(x)
        , m_z(z)
        , m_u(u)
        , m_t(t)
    {}
    /// The end of both additions, given the products they differ in.
    [[nodiscard]] static Point finishSum(const Quintic& t1,
                                         const Quintic& t2,
                                         const Quintic& t3,
                                         const Quintic& t4,
                                         const Quintic& t5,
                                         const Quintic& t6) noexcept;

    Quintic m_x;
    Quintic m_z{Goldilocks{1}};
    Quintic m_u;
    Quintic m_t{Goldilocks{1}};
};

/// A scalar as signed digits to the base 32, least significant first: each is -15 to 16.
/// No branch and no index depends on the scalar.
struct SignedDigits
{
    static constexpr std::size_t kCount = 64;
    static constexpr int kBitsEach = 5;
    static constexpr std::size_t kLargest = 16;

    explicit SignedDigits(const Scalar& scalar) noexcept;

    std::array<std::uint8_t, kCount> magnitude{};
    std::array<std::uint8_t, kCount> negative{}; ///< 0 or 1
};

/// scalar · point. The same steps and the same addresses whatever the scalar.
[[nodiscard]] Point multiply(const Point& point, const Scalar& scalar) noexcept;

/// scalar · generator from a table: the same steps and the same addresses whatever the scalar.
[[nodiscard]] Point multiplyGenerator(const Scalar& scalar) noexcept;

} // namespace wick::lighter
