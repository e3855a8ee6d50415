#include <argocdpp/zone_rules.hpp>

#include <algorithm>
#include <array>
#include <chrono>

namespace argocdpp {
namespace {

using rule = zone_rules::rule;
using turn = zone_rules::turn;

constexpr std::int64_t day_seconds = 86'400;

/// Bytes of a TZif file, most significant first; false once more was asked for than there are.
class byte_reader {
  public:
    explicit byte_reader(std::string_view bytes)
        : left_(bytes) {}

    std::string_view take(std::size_t count) {
        is_whole_ = is_whole_ && count <= left_.size();
        const auto taken = left_.substr(0, is_whole_ ? count : 0);
        left_.remove_prefix(taken.size());
        return taken;
    }
    std::int64_t integer(std::size_t size) {
        std::uint64_t value = 0;
        const auto bytes = take(size);
        for (const char byte : bytes)
            value = value << 8 | static_cast<unsigned char>(byte);
        return size == 4 ? static_cast<std::int32_t>(value) : static_cast<std::int64_t>(value);
    }
    bool is_whole() const { return is_whole_; }
    std::string_view left() const { return left_; }

  private:
    std::string_view left_;
    bool is_whole_ = true;
};

struct counts {
    std::size_t utc = 0, standard = 0, leaps = 0, times = 0, types = 0, letters = 0;
    std::size_t block(std::size_t time_size) const {
        return times * (time_size + 1) + types * 6 + letters + leaps * (time_size + 4) + standard +
               utc;
    }
};

/// Nothing for what is no header, or says that a file is larger than any is.
std::optional<counts> read_header(byte_reader& from, char& version) {
    if (from.take(4) != "TZif")
        return std::nullopt;
    const auto kind = from.take(1);
    version = kind.empty() ? '\0' : kind.front();
    from.take(15);
    counts made;
    for (auto* one :
         {&made.utc, &made.standard, &made.leaps, &made.times, &made.types, &made.letters}) {
        const auto count = from.integer(4);
        if (count < 0 || count > 1'000'000)
            return std::nullopt;
        *one = static_cast<std::size_t>(count);
    }
    if (!from.is_whole() || made.types == 0)
        return std::nullopt;
    return made;
}

/// The footer: "CET-1CEST,M3.5.0,M10.5.0/3".
class rule_reader {
  public:
    explicit rule_reader(std::string_view text)
        : left_(text) {}

    std::optional<rule> read() {
        rule made;
        made.standard = -(name(), clock());
        if (left_.empty() || failed_)
            return failed_ ? std::nullopt : std::optional(made);
        name();
        made.has_summer = true;
        const bool is_given = !left_.empty() && left_.front() != ',';
        made.summer = is_given ? -clock() : made.standard + 3600;
        made.begin = when();
        made.end = when();
        return failed_ || !left_.empty() ? std::nullopt : std::optional(made);
    }

  private:
    bool skip(char sign) {
        const bool is_there = left_.starts_with(sign);
        left_.remove_prefix(is_there ? 1 : 0);
        return is_there;
    }
    void name() {
        const bool is_quoted = skip('<');
        const auto is_part = [&](char sign) {
            return is_quoted ? sign != '>'
                             : (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z');
        };
        std::size_t length = 0;
        while (length < left_.size() && is_part(left_[length]))
            ++length;
        left_.remove_prefix(length);
        failed_ = failed_ || length == 0 || (is_quoted && !skip('>'));
    }
    int digits() {
        int value = 0;
        std::size_t length = 0;
        for (; length < left_.size() && length < 4 && left_[length] >= '0' && left_[length] <= '9';
             ++length)
            value = value * 10 + (left_[length] - '0');
        left_.remove_prefix(length);
        failed_ = failed_ || length == 0;
        return value;
    }
    std::int64_t clock() {
        const bool is_negative = skip('-');
        skip('+');
        std::int64_t seconds = digits() * std::int64_t{3600};
        if (skip(':'))
            seconds += digits() * std::int64_t{60};
        if (skip(':'))
            seconds += digits();
        return is_negative ? -seconds : seconds;
    }
    turn when() {
        turn made;
        failed_ = failed_ || !skip(',');
        if (skip('M')) {
            made.month = digits();
            failed_ = failed_ || !skip('.');
            made.week = digits();
            failed_ = failed_ || !skip('.');
            made.day = digits();
            failed_ = failed_ || made.month < 1 || made.month > 12 || made.week < 1 ||
                      made.week > 5 || made.day > 6;
        } else {
            made.what = skip('J') ? turn::kind::julian : turn::kind::day_of_year;
            made.day = digits();
        }
        if (skip('/'))
            made.seconds = clock();
        return made;
    }

    std::string_view left_;
    bool failed_ = false;
};

std::int64_t days_to(const turn& of, std::chrono::year year) {
    namespace c = std::chrono;
    const c::sys_days first = year / c::January / 1;
    if (of.what == turn::kind::day_of_year)
        return first.time_since_epoch().count() + of.day;
    // Days of this count are never the 29th of February.
    if (of.what == turn::kind::julian)
        return first.time_since_epoch().count() + of.day - 1 + (year.is_leap() && of.day > 59);
    const c::year_month month = year / c::month(static_cast<unsigned>(of.month));
    const c::weekday day(static_cast<unsigned>(of.day));
    if (of.week == 5)
        return c::sys_days(month / day[c::last]).time_since_epoch().count();
    return c::sys_days(month / day[static_cast<unsigned>(of.week)]).time_since_epoch().count();
}

} // namespace

std::optional<zone_rules> zone_rules::parse(std::string_view tzif) {
    byte_reader from(tzif);
    char version = 0;
    auto size = read_header(from, version);
    std::size_t width = 4;
    if (size && version >= '2') {
        from.take(size->block(4));
        size = read_header(from, version);
        width = 8;
    }
    if (!size)
        return std::nullopt;
    std::vector<std::int64_t> times;
    for (std::size_t at = 0; at < size->times; ++at)
        times.push_back(from.integer(width));
    const auto kinds = from.take(size->times);
    std::vector<std::int64_t> offsets;
    for (std::size_t at = 0; at < size->types; ++at) {
        offsets.push_back(from.integer(4));
        from.take(2);
    }
    from.take(size->letters + size->leaps * (width + 4) + size->standard + size->utc);
    if (!from.is_whole())
        return std::nullopt;
    zone_rules made;
    made.first_offset_ = offsets.front();
    for (std::size_t at = 0; at < times.size(); ++at) {
        const auto kind = static_cast<unsigned char>(kinds[at]);
        if (kind >= offsets.size() || (at > 0 && times[at] <= times[at - 1]))
            return std::nullopt;
        made.table_.push_back({times[at], offsets[kind]});
    }
    auto footer = from.left();
    if (width == 8 && footer.starts_with('\n')) {
        footer.remove_prefix(1);
        made.rule_ = rule_reader(footer.substr(0, footer.find('\n'))).read();
    }
    return made;
}

std::vector<zone_rules::transition> zone_rules::by_rule(std::int64_t instant) const {
    namespace c = std::chrono;
    const c::sys_days today{c::floor<c::days>(c::sys_seconds(c::seconds(instant)))};
    const auto year = c::year_month_day(today).year();
    std::vector<transition> around;
    for (const auto one : {year - c::years(1), year, year + c::years(1)}) {
        around.push_back(
            {days_to(rule_->begin, one) * day_seconds + rule_->begin.seconds - rule_->standard,
             rule_->summer});
        around.push_back(
            {days_to(rule_->end, one) * day_seconds + rule_->end.seconds - rule_->summer,
             rule_->standard});
    }
    // All year summer is spelled as one end at the next begin; the begin wins.
    std::stable_sort(around.begin(), around.end(),
                     [](const auto& left, const auto& right) { return left.at < right.at; });
    return around;
}

std::int64_t zone_rules::offset_at(std::int64_t instant) const {
    const auto after = std::find_if(table_.rbegin(), table_.rend(),
                                    [&](const transition& one) { return one.at <= instant; });
    if (after == table_.rbegin() && rule_) {
        auto offset = rule_->standard;
        if (rule_->has_summer)
            for (const auto& one : by_rule(instant))
                if (one.at <= instant)
                    offset = one.offset;
        return offset;
    }
    return after == table_.rend() ? first_offset_ : after->offset;
}

std::optional<std::int64_t> zone_rules::next_transition(std::int64_t instant) const {
    const auto next = std::find_if(table_.begin(), table_.end(),
                                   [&](const transition& one) { return one.at > instant; });
    if (next != table_.end())
        return next->at;
    if (rule_ && rule_->has_summer)
        for (const auto& one : by_rule(instant))
            if (one.at > instant)
                return one.at;
    return std::nullopt;
}

} // namespace argocdpp
