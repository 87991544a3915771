#pragma once

#include <cassert>
#include <concepts>
#include <memory>
#include <utility>

namespace wick::core {

/// What a strategy remembers, as an explicit value: copied to step back, kept to go on.
/// Each strategy stores one struct of its own in it.
class Memory
{
public:
    Memory() = default;

    template <typename State>
    [[nodiscard]] static Memory of(State state)
    {
        Memory memory;
        memory.m_holder = std::make_unique<Typed<State>>(std::move(state));
        return memory;
    }

    Memory(const Memory& other)
        : m_holder(other.m_holder ? other.m_holder->clone() : nullptr)
    {}
    Memory& operator=(const Memory& other)
    {
        if (this != &other) {
            m_holder = other.m_holder ? other.m_holder->clone() : nullptr;
        }
        return *this;
    }
    Memory(Memory&&) noexcept = default;
    Memory& operator=(Memory&&) noexcept = default;
    ~Memory() = default;

    /// The state as its own type; it must be the type it was made of.
    template <typename State>
    [[nodiscard]] State& as()
    {
        assert(dynamic_cast<Typed<State>*>(m_holder.get()) != nullptr);
        return static_cast<Typed<State>*>(m_holder.get())->state;
    }
    template <typename State>
    [[nodiscard]] const State& as() const
    {
        assert(dynamic_cast<const Typed<State>*>(m_holder.get()) != nullptr);
        return static_cast<const Typed<State>*>(m_holder.get())->state;
    }

    /// Whether both hold the same state, to the last number: from here on a strategy does the same
    /// with either. A state that cannot be compared, or holds a NaN, is never the same.
    [[nodiscard]] bool sameAs(const Memory& other) const
    {
        return m_holder && other.m_holder && m_holder->sameAs(*other.m_holder);
    }

private:
    struct Holder
    {
        Holder() = default;
        Holder(const Holder&) = delete;
        Holder& operator=(const Holder&) = delete;
        virtual ~Holder() = default;
        [[nodiscard]] virtual std::unique_ptr<Holder> clone() const = 0;
        [[nodiscard]] virtual bool sameAs(const Holder& other) const = 0;
    };

    template <typename State>
    struct Typed final : Holder
    {
        explicit Typed(State value)
            : state(std::move(value))
        {}
        [[nodiscard]] std::unique_ptr<Holder> clone() const override
        {
            return std::make_unique<Typed>(state);
        }
        [[nodiscard]] bool sameAs(const Holder& other) const override
        {
            if constexpr (std::equality_comparable<State>) {
                const auto* typed = dynamic_cast<const Typed*>(&other);
                return typed != nullptr && typed->state == state;
            } else {
                return false;
            }
        }
        State state;
    };

    std::unique_ptr<Holder> m_holder;
};

} // namespace wick::core
