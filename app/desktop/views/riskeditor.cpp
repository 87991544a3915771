#include "app/desktop/views/riskeditor.h"

#include "app/desktop/text/format.h"
#include "app/desktop/theme/icons.h"
#include "app/desktop/theme/style.h"
#include "app/desktop/theme/typescale.h"
#include "app/desktop/views/dryrunview.h"
#include "app/desktop/views/labels.h"
#include "app/desktop/views/limitrowwidget.h"
#include "charts/heatmapview.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

/// Further apart than this, a field is no longer seen beside its name.
constexpr int kWidestRow = 1100;

/// Title row of one of the three columns.
class ColumnTitle final : public QWidget
{
public:
    ColumnTitle(const QString& words, QWidget* right, QWidget* parent)
        : QWidget(parent)
    {
        auto* row = new QHBoxLayout{this};
        row->setContentsMargins(kSpace8, 0, kSpace8, 0);
        row->addWidget(new RoleLabel{words, TypeRole::Title, Tone::Primary, this});
        row->addStretch(1);
        if (right != nullptr) {
            row->addWidget(right);
        }
        setFixedHeight(metrics().dockTitle);
    }

protected:
    void paintEvent(QPaintEvent* /*event*/) override
    {
        QPainter painter{this};
        painter.fillRect(rect(), currentTheme().raised);
        painter.fillRect(QRect{0, height() - 1, width(), 1}, currentTheme().border);
    }
};

/// Name of a group, and what stands below it column by column.
class GroupHead final : public QWidget
{
public:
    explicit GroupHead(const QString& group)
    {
        const LimitColumns columns = limitColumns();
        auto* row = new QHBoxLayout{this};
        row->setContentsMargins(kSpace12, kSpace8, kSpace12, kSpace8);
        row->setSpacing(kSpace12);
        row->addWidget(new RoleLabel{group, TypeRole::Title}, 1);
        addHead(*row, RiskEditor::tr("Limit"), columns.field, Qt::AlignLeft);
        addHead(*row, RiskEditor::tr("Allowed range"), columns.range, Qt::AlignRight);
        addHead(*row, RiskEditor::tr("Use of this limit"), columns.use, Qt::AlignLeft);
    }

protected:
    void paintEvent(QPaintEvent* /*event*/) override
    {
        QPainter{this}.fillRect(QRect{0, height() - 1, width(), 1}, currentTheme().border);
    }

private:
    static void addHead(QHBoxLayout& row, const QString& words, int width, Qt::Alignment side)
    {
        auto* label = new RoleLabel{words, TypeRole::Small, Tone::Secondary};
        label->setFixedWidth(width);
        label->setAlignment(side | Qt::AlignVCenter);
        row.addWidget(label);
    }
};

/// Gives list items the inset of everything else in the column.
class GroupDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        option->rect.adjust(kSpace8, 0, 0, 0);
    }
};

QWidget* columnOf(QWidget* title, QWidget* body, QWidget* parent)
{
    auto* ground = new Ground{&Theme::panel, parent};
    auto* column = new QVBoxLayout{ground};
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(title);
    column->addWidget(body, 1);
    return ground;
}

void clear(QLayout& layout)
{
    while (QLayoutItem* item = layout.takeAt(0)) {
        if (item->layout() != nullptr) {
            clear(*item->layout());
        }
        delete item->widget();
        delete item;
    }
}

/// "Allowed: 4.5358 ETH" in a box edged with its colour.
class VerdictBox final : public QWidget
{
public:
    VerdictBox(QString words, bool good, QWidget* parent)
        : QWidget(parent)
        , m_words(std::move(words))
        , m_good(good)
    {
        setMinimumHeight(metrics().input + kSpace4);
        setAccessibleName(m_words);
        setToolTip(m_words);
    }

protected:
    void paintEvent(QPaintEvent* /*event*/) override
    {
        QPainter painter{this};
        const Theme& theme = currentTheme();
        const QColor edge = m_good ? theme.good : theme.danger;
        drawBox(painter, rect(), theme.panel, edge, 0.0);
        painter.fillRect(QRect{0, 0, 4, height()}, edge);
        drawIcon(painter, QRectF(kSpace8, 0, 20, height()), m_good ? u"check"_s : u"close"_s, edge,
                 16);
        painter.setFont(fontOf(TypeRole::Title));
        painter.setPen(edge);
        painter.drawText(rect().adjusted(32, 0, -kSpace8, 0), Qt::AlignVCenter | Qt::AlignLeft,
                         painter.fontMetrics().elidedText(m_words, Qt::ElideRight, width() - 40));
    }

private:
    QString m_words;
    bool m_good;
};

} // namespace

RiskEditor::RiskEditor(QWidget* parent)
    : QWidget(parent)
{
    auto* columns = new QHBoxLayout;
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(4);
    columns->addWidget(makeLeft());
    columns->addWidget(makeMiddle(), 1);
    columns->addWidget(makeRight());
    auto* all = new QVBoxLayout{this};
    all->setContentsMargins(0, 0, 0, 0);
    all->addLayout(columns);
    refresh();
}

void RiskEditor::paintEvent(QPaintEvent* /*event*/)
{
    QPainter{this}.fillRect(rect(), currentTheme().window);
}

QWidget* RiskEditor::makeLeft()
{
    auto* body = new QWidget;
    auto* column = new QVBoxLayout{body};
    column->setContentsMargins(0, kSpace4, 0, kSpace12);
    column->setSpacing(kSpace4);
    m_groups = new QListWidget{body};
    m_groups->setFrameShape(QFrame::NoFrame);
    m_groups->setAccessibleName(tr("Groups of limits"));
    m_groups->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_groups->setItemDelegate(new GroupDelegate{m_groups});
    connect(m_groups, &QListWidget::currentRowChanged, this, [this](int index) {
        if (index >= 0 && static_cast<std::size_t>(index) < m_heads.size()) {
            showTool(-1);
            m_scroll->ensureWidgetVisible(m_heads[static_cast<std::size_t>(index)].second, 0, 0);
        }
    });
    column->addWidget(m_groups);
    column->addWidget(new Separator);
    m_tools = new QListWidget{body};
    m_tools->setFrameShape(QFrame::NoFrame);
    m_tools->setAccessibleName(tr("Calculators"));
    m_tools->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_tools->setItemDelegate(new GroupDelegate{m_tools});
    m_tools->setFixedHeight(0);
    connect(m_tools, &QListWidget::currentRowChanged, this, &RiskEditor::showTool);
    column->addWidget(m_tools);
    column->addWidget(new Separator);
    const auto section = [&](const QString& words) {
        auto* label = new RoleLabel{words, TypeRole::Small, Tone::Secondary};
        label->setContentsMargins(kSpace12, kSpace8, kSpace12, 0);
        column->addWidget(label);
        auto* list = new QVBoxLayout;
        list->setContentsMargins(kSpace12, 0, kSpace12, kSpace8);
        column->addLayout(list);
        return list;
    };
    m_presets = section(tr("Presets"));
    column->addWidget(new Separator);
    m_versions = section(tr("Versions"));
    column->addStretch(1);
    QWidget* left = columnOf(new ColumnTitle{tr("Limits"), nullptr, nullptr}, body, this);
    left->setFixedWidth(190);
    return left;
}

QWidget* RiskEditor::makeMiddle()
{
    auto* search = new QLineEdit;
    search->setPlaceholderText(tr("Find a limit"));
    search->setAccessibleName(search->placeholderText());
    search->addAction(icon(u"search"_s), QLineEdit::LeadingPosition);
    search->setFixedWidth(220);
    search->setFixedHeight(metrics().dockTitle - 4);
    connect(search, &QLineEdit::textChanged, this, &RiskEditor::filter);
    auto* list = new Ground{&Theme::panel};
    m_rows = new QVBoxLayout{list};
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setSpacing(0);
    list->setMaximumWidth(kWidestRow);
    m_rows->addStretch(1);
    m_scroll = new QScrollArea;
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setWidget(list);
    m_scroll->viewport()->setBackgroundRole(QPalette::Base);
    auto* body = new QWidget;
    auto* column = new QVBoxLayout{body};
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_scroll, 1);
    column->addWidget(makeBottom());
    m_pages = new QStackedWidget{this};
    m_pages->addWidget(columnOf(
        new ColumnTitle{tr("Account, per trade, exposure"), search, nullptr}, body, m_pages));
    return m_pages;
}

void RiskEditor::addTool(const QString& name, QWidget* page)
{
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(page);
    scroll->viewport()->setBackgroundRole(QPalette::Base);
    page->setAccessibleName(name);
    m_pages->addWidget(columnOf(new ColumnTitle{name, nullptr, nullptr}, scroll, m_pages));
    m_tools->addItem(name);
    m_tools->item(m_tools->count() - 1)->setSizeHint({0, metrics().row});
    m_tools->setFixedHeight(m_tools->count() * metrics().row + kSpace4);
}

/// The tool with that number; the limits for -1.
void RiskEditor::showTool(int index)
{
    m_pages->setCurrentIndex(index + 1);
    // Only one of the two lists shows where one is.
    if (index < 0) {
        const QSignalBlocker quiet{m_tools};
        m_tools->setCurrentRow(-1);
    } else {
        {
            const QSignalBlocker quiet{m_groups};
            m_groups->setCurrentRow(-1);
        }
        m_tools->setCurrentRow(index);
        Q_EMIT toolShown(index);
    }
}

QWidget* RiskEditor::makeBottom()
{
    auto* bar = new Ground{&Theme::raised};
    auto* row = new QHBoxLayout{bar};
    row->setContentsMargins(kSpace12, kSpace8, kSpace12, kSpace8);
    row->setSpacing(kSpace8);
    m_note = new QLineEdit{bar};
    m_note->setMaxLength(200);
    m_note->setAccessibleName(tr("Note for this change"));
    m_outcome = new RoleLabel{{}, TypeRole::Small, Tone::Secondary, bar};
    m_undo = new QPushButton{icon(u"undo"_s, Tone::Primary), tr("Undo changes"), bar};
    m_apply = new QPushButton{bar};
    m_apply->setProperty("role", u"primary"_s);
    row->addWidget(m_note, 1);
    row->addWidget(m_outcome);
    row->addWidget(m_undo);
    row->addWidget(m_apply);
    connect(m_note, &QLineEdit::textChanged, this, &RiskEditor::refresh);
    connect(m_undo, &QPushButton::clicked, this, &RiskEditor::undo);
    connect(m_apply, &QPushButton::clicked, this, &RiskEditor::apply);
    return bar;
}

QWidget* RiskEditor::makeRight()
{
    auto* body = new QWidget;
    auto* column = new QVBoxLayout{body};
    column->setContentsMargins(kSpace12, kSpace12, kSpace12, kSpace12);
    column->setSpacing(kSpace8);
    m_sentence = new RoleLabel{{}, TypeRole::Body, Tone::Primary};
    m_sentence->setWordWrap(true);
    column->addWidget(m_sentence);
    m_warnings = new RoleLabel{{}, TypeRole::Body, Tone::Warning};
    m_warnings->setObjectName(u"contradictions"_s);
    m_warnings->setWordWrap(true);
    m_warnings->hide();
    column->addWidget(m_warnings);
    column->addWidget(new Separator);
    m_preview = new QVBoxLayout;
    m_preview->setSpacing(kSpace4);
    column->addLayout(m_preview);
    column->addWidget(new Separator);
    m_dryRun = new DryRunView;
    column->addWidget(m_dryRun);
    column->addWidget(new Separator);
    auto* head = new QHBoxLayout;
    head->addWidget(new RoleLabel{tr("Markets that move together"), TypeRole::Title});
    head->addStretch(1);
    head->addWidget(new RoleLabel{tr("5m, half-life 3 days"), TypeRole::Small, Tone::Secondary});
    column->addLayout(head);
    m_heatmap = new charts::HeatmapView;
    column->addWidget(m_heatmap);
    m_markets = new RoleLabel{{}, TypeRole::Small, Tone::Secondary};
    m_markets->setWordWrap(true);
    column->addWidget(m_markets);
    column->addStretch(1);
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(body);
    scroll->viewport()->setBackgroundRole(QPalette::Base);
    QWidget* right =
        columnOf(new ColumnTitle{tr("What these limits do"), nullptr, nullptr}, scroll, this);
    right->setFixedWidth(340);
    return right;
}

void RiskEditor::setLimits(const std::vector<LimitRow>& rows)
{
    const bool same = rows.size() == m_widgets.size()
                      && std::equal(rows.begin(), rows.end(), m_widgets.begin(),
                                    [](const LimitRow& row, const LimitRowWidget* widget) {
                                        return row.key == widget->row().key;
                                    });
    if (!same) {
        addRows(rows);
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        m_widgets[i]->update(rows[i]);
    }
    m_dryRun->setLimits(rows);
    refresh();
}

void RiskEditor::addRows(const std::vector<LimitRow>& rows)
{
    clear(*m_rows);
    m_widgets.clear();
    m_heads.clear();
    m_groups->clear();
    for (const LimitRow& row : rows) {
        if (m_heads.empty() || m_heads.back().first != row.group) {
            auto* head = new GroupHead{row.group};
            m_rows->addWidget(head);
            m_heads.emplace_back(row.group, head);
            m_groups->addItem(row.group);
            m_groups->item(m_groups->count() - 1)->setSizeHint({0, metrics().row});
        }
        auto* widget = new LimitRowWidget{row};
        connect(widget, &LimitRowWidget::edited, this, &RiskEditor::refresh);
        m_rows->addWidget(widget);
        m_widgets.push_back(widget);
    }
    m_rows->addStretch(1);
    m_groups->setFixedHeight(m_groups->count() * metrics().row + kSpace4);
}

void RiskEditor::setPresets(const QStringList& names)
{
    clear(*m_presets);
    for (const QString& name : names) {
        auto* button = new QPushButton{name};
        connect(button, &QPushButton::clicked, this, [this, name] { Q_EMIT presetChosen(name); });
        m_presets->addWidget(button);
    }
}

void RiskEditor::setWarnings(const QStringList& sentences)
{
    m_warnings->setText(sentences.join(u'\n'));
    m_warnings->setHidden(sentences.isEmpty());
}

void RiskEditor::propose(const std::vector<LimitChange>& values)
{
    for (const LimitChange& value : values) {
        if (LimitRowWidget* widget = row(value.key)) {
            widget->type(value.value);
        }
    }
    refresh();
}

void RiskEditor::setVersions(const std::vector<LimitVersion>& versions)
{
    clear(*m_versions);
    if (versions.empty()) {
        m_versions->addWidget(new RoleLabel{tr("No change yet"), TypeRole::Body, Tone::Secondary});
    }
    for (std::size_t i = 0; i < versions.size(); ++i) {
        const LimitVersion& version = versions[i];
        auto* row = new QHBoxLayout;
        row->addWidget(new RoleLabel{i == 0 ? tr("%1, in force").arg(version.number)
                                            : QString::number(version.number)});
        row->addStretch(1);
        auto* when =
            new RoleLabel{dayAndClockText(version.savedMs), TypeRole::Body, Tone::Secondary};
        when->setToolTip(version.note);
        row->addWidget(when);
        m_versions->addLayout(row);
    }
}

void RiskEditor::setPreview(const VerdictPreview& preview)
{
    if (preview == m_shownPreview && m_preview->count() > 0) {
        return;
    }
    m_shownPreview = preview;
    clear(*m_preview);
    if (preview.rows.empty()) {
        m_preview->addWidget(new RoleLabel{tr("No order has come to a review yet."), TypeRole::Body,
                                           Tone::Secondary});
        return;
    }
    auto* intro = new RoleLabel{tr("The last order that was reviewed: %1").arg(preview.order),
                                TypeRole::Small, Tone::Secondary};
    intro->setWordWrap(true);
    m_preview->addWidget(intro);
    m_preview->addWidget(new VerdictBox{preview.sentence, preview.allowed, this});
    // What failed comes first, then as many as leave the rest of the column in sight.
    constexpr std::size_t kMostRows = 6;
    std::vector<VerdictRow> rows = preview.rows;
    std::stable_partition(rows.begin(), rows.end(),
                          [](const VerdictRow& row) { return !row.passed; });
    const auto failed =
        std::count_if(rows.begin(), rows.end(), [](const VerdictRow& row) { return !row.passed; });
    for (std::size_t i = 0; i < std::min(kMostRows, rows.size()); ++i) {
        addPreviewRow(rows[i]);
    }
    m_preview->addWidget(
        new RoleLabel{failed == 0 ? tr("%1 rules checked, all pass.").arg(rows.size())
                                  : tr("%1 rules checked, %2 failed. The inspector lists all.")
                                        .arg(rows.size())
                                        .arg(failed),
                      TypeRole::Small, Tone::Secondary});
}

void RiskEditor::addPreviewRow(const VerdictRow& line)
{
    auto* row = new QHBoxLayout;
    auto* mark = new QLabel;
    mark->setPixmap(
        icon(line.passed ? u"check"_s : u"close"_s, line.passed ? Tone::Good : Tone::Danger)
            .pixmap(14, 14));
    mark->setAccessibleName(line.passed ? tr("passed") : tr("failed"));
    auto* words =
        new RoleLabel{line.words, TypeRole::Body, line.passed ? Tone::Primary : Tone::Danger};
    auto* rule = new RoleLabel{line.rule};
    rule->setWordWrap(true);
    row->addWidget(mark);
    row->addWidget(rule, 1);
    row->addWidget(words);
    m_preview->addLayout(row);
}

void RiskEditor::setOutcome(const QString& words, bool good)
{
    m_outcome->setText(words);
    m_outcome->setTone(good ? Tone::Secondary : Tone::Danger);
}

std::vector<LimitChange> RiskEditor::changes() const
{
    std::vector<LimitChange> changes;
    for (const LimitRowWidget* widget : m_widgets) {
        if (widget->isChanged()) {
            changes.push_back({widget->row().key, widget->typed()});
        }
    }
    return changes;
}

LimitRowWidget* RiskEditor::row(const QString& key) const
{
    const auto found =
        std::find_if(m_widgets.begin(), m_widgets.end(),
                     [&](const LimitRowWidget* widget) { return widget->row().key == key; });
    return found == m_widgets.end() ? nullptr : *found;
}

QString RiskEditor::blockedBy() const
{
    for (const LimitRowWidget* widget : m_widgets) {
        if (!widget->problem().isEmpty()) {
            return tr("%1: %2").arg(widget->row().title, widget->problem());
        }
    }
    if (needsNote() && m_note->text().trimmed().isEmpty()) {
        return m_noteAlways ? tr("While live, a change needs a note.")
                            : tr("Raising a limit needs a note.");
    }
    return {};
}

/// Whether a change lets more be lost than before.
bool RiskEditor::raises() const
{
    return std::any_of(m_widgets.begin(), m_widgets.end(), [](const LimitRowWidget* widget) {
        return widget->isChanged() && raisesRisk(widget->row(), widget->typed());
    });
}

void RiskEditor::refresh()
{
    if (m_apply == nullptr || m_groups == nullptr) {
        return;
    }
    const auto count = static_cast<int>(changes().size());
    const QString blocked = blockedBy();
    m_apply->setText(count == 1 ? tr("Apply 1 change") : tr("Apply %1 changes").arg(count));
    m_apply->setEnabled(count > 0 && blocked.isEmpty());
    m_apply->setToolTip(count == 0 ? tr("Nothing was changed.") : blocked);
    m_undo->setEnabled(count > 0);
    m_note->setPlaceholderText(
        m_noteAlways ? tr("Note, required while live")
        : raises()   ? tr("Note, required: a limit is raised; takes effect at once, for new orders")
                     : tr("Note; lowering applies at once"));
    refreshGroups();
    refreshSentence();
    tellDryRun();
}

/// The dry run follows what is typed, and the slider what is typed beside it.
void RiskEditor::tellDryRun()
{
    for (const LimitRowWidget* widget : m_widgets) {
        m_dryRun->setTyped(widget->row().key, widget->typed());
    }
    std::vector<LimitChange> now = changes();
    if (now != m_toldChanges) {
        m_toldChanges = std::move(now);
        Q_EMIT edited();
    }
}

bool RiskEditor::needsNote() const
{
    return raises() || (m_noteAlways && !changes().empty());
}

void RiskEditor::setNoteAlways(bool always)
{
    if (always != m_noteAlways) {
        m_noteAlways = always;
        refresh();
    }
}

void RiskEditor::setMarketsSentence(const QString& words)
{
    m_markets->setText(words);
}

void RiskEditor::refreshGroups()
{
    for (int i = 0; i < m_groups->count(); ++i) {
        const QString& group = m_heads[static_cast<std::size_t>(i)].first;
        const auto changed =
            std::count_if(m_widgets.begin(), m_widgets.end(), [&](const LimitRowWidget* widget) {
                return widget->row().group == group && widget->isChanged();
            });
        m_groups->item(i)->setText(changed == 0 ? group
                                                : tr("%1 · %2 changed").arg(group).arg(changed));
    }
}

/// Says in money what the limits as typed mean.
void RiskEditor::refreshSentence()
{
    const LimitRowWidget* trade = row(u"risk_per_trade"_s);
    const LimitRowWidget* day = row(u"daily_loss"_s);
    if (trade == nullptr || day == nullptr || !trade->problem().isEmpty()
        || !day->problem().isEmpty()) {
        return;
    }
    const double perTrade = trade->typed().toDouble() * trade->row().moneyFactor;
    const double perDay = day->typed().toDouble() * day->row().moneyFactor;
    const QString one =
        perTrade > 0.0
            ? tr("With these limits one bad trade costs about %1 USDC").arg(number(perTrade, 2))
            : tr("With these limits one bad trade costs what its strategy declares");
    const QString all = perDay > 0.0 ? tr("a bad day ends at about %1 USDC").arg(number(perDay, 0))
                                     : tr("a bad day has no limit");
    m_sentence->setText(tr("%1, and %2. Fast markets can cost more: a stop is filled at the "
                           "next price, not always at its own.")
                            .arg(one, all));
}

void RiskEditor::filter(const QString& text)
{
    for (LimitRowWidget* widget : m_widgets) {
        const LimitRow& row = widget->row();
        widget->setVisible(row.title.contains(text, Qt::CaseInsensitive)
                           || row.help.contains(text, Qt::CaseInsensitive)
                           || row.key.contains(text, Qt::CaseInsensitive));
    }
}

void RiskEditor::apply()
{
    if (m_apply->isEnabled()) {
        Q_EMIT applied(changes(), m_note->text().trimmed());
    }
}

void RiskEditor::undo()
{
    for (LimitRowWidget* widget : m_widgets) {
        widget->undo();
    }
    m_note->clear();
    refresh();
}

} // namespace wick::desktop
