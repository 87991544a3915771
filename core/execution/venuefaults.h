#pragma once

#include "core/execution/simulatedvenue.h"

#include <deque>
#include <optional>
#include <set>
#include <variant>
#include <vector>

namespace wick::core {

/// What goes wrong with messages to the venue: a plain value, part of a setup.
struct VenueFault
{
    enum class To : std::uint8_t
    {
        Entry = 1,
        Close,
        Cancel,
        Stop, ///< a protective stop, as the venue makes it of a fill; can only be rejected
    };
    enum class What : std::uint8_t
    {
        Late = 1, ///< reaches the venue `by` later
        Lost,     ///< never reaches it, is never answered
        Unheard,  ///< works at the venue, but the answer does not come back; its fills do
        Part,     ///< its next fill finds `part` lots, the rest goes on working; not for a cancel
        Rejected, ///< refused with `reason`; a cancel then does nothing, and nobody says so
    };

    To to{};
    What what{};
    std::optional<EngineId> engine{}; ///< whose; none: anybody's
    Timestamp from{};                 ///< not before
    int after = 0;                    ///< so many pass first
    int times = 1;
    Duration by{};
    Quantity part{};
    Reason reason{};
};

/// A time in which the venue says nothing, or says it late.
struct VenueOutage
{
    Timestamp from;
    Timestamp until;
    /// Reports come so much later; none: silence, in which messages are lost, reports wait for its
    /// end and nobody can ask.
    std::optional<Duration> lag{};
};

struct VenueScript
{
    std::vector<VenueFault> faults;
    std::vector<VenueOutage> outages;

    [[nodiscard]] bool empty() const noexcept { return faults.empty() && outages.empty(); }
};

/// Stands between the core and a simulated venue and lets go wrong what its script says, in market
/// time. Fills are never lost, only late: an account stream is asked again until it is complete.
class FaultyVenue final : public ExecutionPort
{
public:
    /// `clock` and `venue` must outlive it.
    FaultyVenue(const Clock& clock, SimulatedVenue& venue, VenueScript script);

    void submit(ApprovedOrder approved) override;
    void reduce(const ReduceOrder& order) override;
    void modifyStop(EngineId engine, Price stop, const Reason& reason) override;
    void cancel(OrderId order, const Reason& reason) override;
    void cancelEntries(EngineId engine, const Reason& reason) override;
    [[nodiscard]] std::optional<VenueState> state(EngineId engine) const override;

    /// More goes wrong.
    void add(const VenueScript& more);
    /// Goes on where another one stood: its script, what is late, what was not told yet.
    void takeOver(FaultyVenue& other);
    /// What is late and due now reaches the venue. To be called when time has moved.
    void wake();
    /// Whether a report is there to be taken now.
    [[nodiscard]] bool reports();
    /// Moves the reports of now into `into`.
    void takeEvents(std::vector<OrderEvent>& into);

private:
    struct CancelOrder
    {
        OrderId order;
        Reason reason;
    };
    struct CancelEntries
    {
        EngineId engine;
        Reason reason;
    };
    using Message = std::variant<ApprovedOrder, ReduceOrder, CancelOrder, CancelEntries>;
    struct Late
    {
        Timestamp at;
        Message message;
    };
    struct Report
    {
        Timestamp at;
        OrderEvent event;
    };

    [[nodiscard]] std::optional<VenueFault> faultOf(VenueFault::To to,
                                                    std::optional<EngineId> engine);
    [[nodiscard]] const VenueOutage* outage() const noexcept;
    [[nodiscard]] bool silent() const noexcept;
    void send(VenueFault::To to, std::optional<EngineId> engine, Message message);
    void deliver(Message& message);
    void reject(const Message& message, const Reason& reason);
    void collect();
    void rejectStop(const OrderEvent& made, const VenueFault& fault);
    void queue(const OrderEvent& event);

    const Clock& m_clock;
    SimulatedVenue& m_venue;
    VenueScript m_script;
    std::vector<Late> m_late;
    std::deque<Report> m_reports; ///< in order of being heard
    std::set<OrderId> m_unheard;
    std::set<OrderId> m_rejectedStops;
    std::vector<OrderEvent> m_taken;
};

} // namespace wick::core
