package aboveboard

import "context"

// Choice is what came of Enable, Disable or Reset.
type Choice struct {
	// Saved says whether the choice is stored. A no also counts as stored where it could not be written, but nothing
	// that is stored says yes. Of Reset, whether this machine has forgotten all of it; what the receiver said to a request
	// for deletion stands in Message. Where it is false, standard error says why.
	Saved bool
	// Decision holds for runs that begin now: something else may stand above the choice.
	Decision Explanation
	// Message says for people what was done; empty where Saved is false.
	Message string
}

// Enable turns telemetry on for this person, and stores that where the contract (JSON text) says. No run is begun, so
// that nobody is asked. features are those of Options. The error says what the tool's author got wrong.
func Enable(contract string, features ...string) (Choice, error) {
	return choose(context.Background(), "enable", contract, features)
}

// Disable turns telemetry off for this person, and stores that.
func Disable(contract string, features ...string) (Choice, error) {
	return choose(context.Background(), "disable", contract, features)
}

// Reset turns telemetry off for this person, and has this machine forget what it knows of it: the file of local mode is
// deleted and the id of the installation forgotten, so that a later yes begins with a new one. Where the contract says
// how, it asks the receiver to delete what it has, for as long as the context lasts. The message names the ids under
// which the receiver may still have something.
func Reset(ctx context.Context, contract string, features ...string) (Choice, error) {
	return choose(ctx, "reset", contract, features)
}

func choose(ctx context.Context, command, contract string, features []string) (Choice, error) {
	parsed, err := NewContract(contract)
	if err != nil {
		return Choice{}, err
	}
	// First of all, since it says what is wrong with the features and changes nothing.
	if err := (Options{Features: features}).check(parsed); err != nil {
		return Choice{}, err
	}
	host := newHost(parsed, nil)
	chosen, err := host.run(ctx, append(featureWords(features), command)...)
	if err != nil {
		return Choice{}, err
	}
	holds, err := host.run(ctx, append(featureWords(features), "status", "--json")...)
	if err != nil {
		return Choice{}, err
	}
	decision, err := decode[Explanation](holds.answer())
	return Choice{chosen.status == 0, decision, chosen.output}, err
}
